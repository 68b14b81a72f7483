"""The text of a PDF, as a reader copies it."""

from pypdfium2 import PdfDocument


def read_pages(pdf: bytes) -> list[str]:
    """Return the text of each page, in lines."""
    with PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
