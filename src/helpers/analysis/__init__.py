"""What the figures say: observations, the codebook behind them, and what a few say together."""
