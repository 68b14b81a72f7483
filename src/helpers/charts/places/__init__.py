"""Charts of all places of a province at once."""
