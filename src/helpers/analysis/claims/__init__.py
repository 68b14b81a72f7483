"""The claims that a sentence may assert of figures, and when each is true."""
