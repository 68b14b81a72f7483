"""Is a claim true of the rows? Imports nothing of the package."""
