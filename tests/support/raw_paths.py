"""Where the shipped tables lie."""

_CODEBOOK = ("indicators", "units", "derived_indicators", "revisions")


def raw_path(table: str) -> str:
    """Return the file of a raw table, counted from the project folder."""
    return f"data/raw/{'codebook' if table in _CODEBOOK else 'henan'}/{table}.csv"
