"""Cells that an analyst writes without `helpers`, as items of the report."""
