"""What only the PDF needs: widths of columns, full pages, tags, and letters the font lacks."""
