"""The data of a section inside an executed notebook: small, and nothing in it twice.

The value of `REPORT_MIME` is the JSON of the items, packed. Pictures of charts are not in it:
they stand once, in the HTML of the same output, and are read from there.
"""

import base64
import bz2
import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import unquote

from helpers.problems import UsageError

REPORT_MIME = "application/vnd.city-figures.report"
_PICTURE = re.compile(r'<img alt="[^"]*" src="data:image/svg\+xml;charset=utf-8,([^"]*)"')
_TAG = re.compile("<[^>]*>")
_SWAP = str.maketrans({'"': "'", "'": '"'})

Data = dict[str, Any]


def pack_items(items: Sequence[Data]) -> str:
    """Return items as the text that an output of a notebook keeps, without their pictures."""
    small = [{name: item[name] for name in item if name != "svg"} for item in items]
    packed = bz2.compress(json.dumps(small, ensure_ascii=False).encode("utf-8"))
    return base64.b85encode(packed).decode("ascii")


def unpack_items(data: Mapping[str, str]) -> list[Data]:
    """Return the items that an output holds; none where it is no part of a report.

    Raises:
        UsageError: The output was edited, or written by another version.
    """
    if REPORT_MIME not in data:
        return []
    try:
        items: list[Data] = json.loads(bz2.decompress(base64.b85decode(data[REPORT_MIME])))
        charts = [item for item in items if item["kind"] == "chart"]
        pictures = _PICTURE.findall(data.get("text/html", ""))
        for chart, picture in zip(charts, pictures, strict=True):
            chart["svg"] = _swap_quotes(unquote(unescape(picture)))
    except (ValueError, OSError) as error:
        told = "an output of the notebook is not as this version writes it"
        raise UsageError(f"{told} ({error}); run the cell again") from error
    return items


def write_picture(svg: str) -> str:
    """Return the address that holds a picture, for an attribute between double quotes.

    It is a quarter shorter than Base64: quotes of attributes are swapped, and what an address or
    HTML cannot hold is escaped.
    """
    text = _swap_quotes(svg)
    for sign in '%#"\n':
        text = text.replace(sign, f"%{ord(sign):02X}")
    return f"data:image/svg+xml;charset=utf-8,{text.replace('&', '&amp;')}"


def _swap_quotes(svg: str) -> str:
    return _TAG.sub(lambda tag: tag[0].translate(_SWAP), svg)
