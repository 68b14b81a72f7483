"""Drawing: axes in, axes out; no data tables are read here."""
