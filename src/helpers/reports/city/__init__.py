"""The sections of a city's report."""
