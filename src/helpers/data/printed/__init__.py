"""What is printed, read: a token's number, unit, bounds and qualifier, its period, its interval."""
