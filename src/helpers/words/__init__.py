"""Languages, messages, names and how a figure is written."""
