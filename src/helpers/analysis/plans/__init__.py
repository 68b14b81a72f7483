"""Targets of plans: their base, their pace and how they stand."""
