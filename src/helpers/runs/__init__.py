"""Many notebooks run: the kernels, one run, and the whole suite."""
