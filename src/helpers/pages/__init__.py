"""Report objects and what sets them: PDF, page and index."""
