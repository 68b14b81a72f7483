"""Inference from few places: intervals, convergence, ranks, pace."""
