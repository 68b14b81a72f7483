"""The subjects that the documents of a city cover, one module each."""
