"""Records of scholarly articles, published as linked data."""
