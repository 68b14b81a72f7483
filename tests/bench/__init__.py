"""Speed, measured as ratios by `make bench`; no part of the tests."""
