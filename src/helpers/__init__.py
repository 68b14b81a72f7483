"""Logic behind the notebooks: from printed figures to reports that name every source."""

__version__ = "0.2.0"
