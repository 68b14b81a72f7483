"""Many notebooks run: the kernels, one run, and the whole suite."""

CELL_TIMEOUT_SECONDS = 600  # for each cell of a notebook, unless told otherwise
