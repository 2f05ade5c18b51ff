"""A site on disk: where its parts are, how a generation is published, and how it is read."""
