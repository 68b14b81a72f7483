"""The curated tables: printed figures read, checked, cleaned, and held against their documents."""
