"""Pictures that a cell shows, such as a figure of matplotlib, as items of the report."""

import base64
import re
import struct
from typing import Any

_WIDEST, _HIGHEST = 14.1, 21.0  # centimetres, as print has room
_DOTS_PER_CENTIMETRE = 72 / 2.54  # fewer would be seen
_VIEW = re.compile(r'viewBox="[\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')
_SIZE_NOT_KNOWN = 1000.0, 1000.0
_PNG_SIZE = slice(16, 24)


def read_picture(mime: str, data: str, alternative: str, note: str) -> dict[str, Any]:
    """Return a picture as an item, with the width in centimetres at which it is printed.

    It is an SVG, or the file of a PNG or JPEG in Base64.
    """
    text = "".join(data)
    is_svg = mime == "image/svg+xml"
    content = text if is_svg else "".join(text.split())
    width, height = _measure(mime, content)
    return {
        "kind": "picture",
        "format": {"image/svg+xml": "svg", "image/png": "png"}.get(mime, "jpg"),
        "data": content[content.index("<svg") :] if is_svg else content,
        "alt": alternative,
        "note": note,
        "width": round(min(_WIDEST, _HIGHEST * width / height, width / _DOTS_PER_CENTIMETRE), 2),
    }


def _measure(mime: str, content: str) -> tuple[float, float]:
    if mime == "image/svg+xml" and (found := _VIEW.search(content)):
        return float(found[1]), float(found[2])
    if mime == "image/png":
        width, height = struct.unpack(">II", base64.b64decode(content)[_PNG_SIZE])
        return width, height
    return _SIZE_NOT_KNOWN
