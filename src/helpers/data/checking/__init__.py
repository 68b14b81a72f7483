"""Checks of raw rows among each other, for the curator."""
