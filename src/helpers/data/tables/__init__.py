"""Tables on disk: their descriptors, reading with checks, writing for programs and for people."""
