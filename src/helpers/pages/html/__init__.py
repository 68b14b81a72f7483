"""The HTML page of a report, and the index of all."""
