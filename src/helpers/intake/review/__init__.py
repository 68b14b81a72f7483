"""The review of proposed rows: decisions, faults, files and filing."""
