"""A second, independent reading of every sentence: from data/processed and the codebook alone."""
