"""Reading a new document: what it prints becomes proposals that a person decides on."""
