"""What a number in a document is about: place, indicator, period, kind of statement."""
