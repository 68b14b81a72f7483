"""The sections of the comparison of cities."""
