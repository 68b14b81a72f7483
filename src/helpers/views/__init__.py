"""Views of how a city runs its innovation policy: each is a section and a notebook of its own."""
