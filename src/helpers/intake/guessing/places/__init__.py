"""Places: their names in a text, that of the document, and that of each figure."""
