"""Guesses about a number in a document: place, indicator, period, kind of statement."""
