"""What a report is made of: words, charts, tables, notes, and the page they are set on."""
