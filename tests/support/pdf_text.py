"""The text of a PDF, as a reader copies it."""

from pypdfium2 import PdfDocument

# The footer of a page lies below this share of its height.
_FOOTER = 0.06


def read_pages(pdf: bytes) -> list[str]:
    """Return the text of each page, in lines."""
    with PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def measure_filled(pdf: bytes) -> list[float]:
    """Return for each page which share of its height lies above its lowest text but the footer."""
    shares = []
    with PdfDocument(pdf) as document:
        for page in document:
            text, height = page.get_textpage(), page.get_height()
            boxes = [text.get_rect(number) for number in range(text.count_rects())]
            above_footer = [box[1] for box in boxes if box[1] > _FOOTER * height]
            shares.append(1 - min(above_footer, default=height) / height)
    return shares
