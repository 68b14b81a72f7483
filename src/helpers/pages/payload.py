"""The data of a section inside an executed notebook: small, and nothing in it twice.

The value of `REPORT_MIME` is the JSON of the items, packed. Pictures of charts are not in it:
they stand once, in the HTML of the same output, and are read from there.
"""

import base64
import bz2
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.problems import UsageError

REPORT_MIME = "application/vnd.city-figures.report"
_PICTURE = re.compile(r'<img [^>]*src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]*)"')

Data = dict[str, Any]


def pack_items(items: Sequence[Data]) -> str:
    """Return items as the text that an output of a notebook keeps, without their pictures.

    Args:
        items: What `Item.to_data` returns.
    """
    small = [{name: item[name] for name in item if name != "svg"} for item in items]
    packed = bz2.compress(json.dumps(small, ensure_ascii=False).encode("utf-8"))
    return base64.b64encode(packed).decode("ascii")


def unpack_items(data: Mapping[str, str]) -> list[Data]:
    """Return the items that an output holds; none where it is no part of a report.

    Args:
        data: The forms of the output by media type, as a notebook file keeps them.

    Raises:
        UsageError: The output was edited, or written by another version.
    """
    if REPORT_MIME not in data:
        return []
    try:
        items: list[Data] = json.loads(bz2.decompress(base64.b64decode(data[REPORT_MIME])))
        charts = [item for item in items if item["kind"] == "chart"]
        pictures = _PICTURE.findall(data.get("text/html", ""))
        for chart, picture in zip(charts, pictures, strict=True):
            chart["svg"] = base64.b64decode(picture).decode("utf-8")
    except (ValueError, OSError) as error:
        told = "an output of the notebook is not as this version writes it"
        raise UsageError(f"{told} ({error}); run the cell again") from error
    return items
