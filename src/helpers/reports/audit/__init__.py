"""The audit as a report and as text for the terminal."""
