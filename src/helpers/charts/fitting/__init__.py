"""Text and drawings that fit their room: widths of text, and pictures for a phone."""
