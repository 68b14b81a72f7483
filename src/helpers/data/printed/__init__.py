"""Parsers of printed tokens: number, unit, bounds, qualifier, period and interval."""
