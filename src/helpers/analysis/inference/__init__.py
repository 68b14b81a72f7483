"""What can be inferred from few places: intervals, convergence, ranks, pace."""
