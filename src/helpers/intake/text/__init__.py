"""The text of a document and the numbers in it."""
