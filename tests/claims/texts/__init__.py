"""Does a text say what its claims assert, and no more? Imports nothing of the package."""
