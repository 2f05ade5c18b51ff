"""Records in, a published generation out."""
