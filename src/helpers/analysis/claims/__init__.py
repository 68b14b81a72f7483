"""What a sentence may assert of figures, and when it is true."""
