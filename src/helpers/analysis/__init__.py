"""Analysis of the figures as numbers, without words: standings, peers, plans, cooperation."""
