"""Running notebooks: kernels, a single run, all reports, a cluster."""

CELL_TIMEOUT_SECONDS = 600  # default limit for each cell of a notebook
