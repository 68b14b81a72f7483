"""Pages set so that each is worth its paper: half full, the last one a third, the first whole."""

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import typst

from helpers.pages.pdf.glyphs import STANDARDS, read_fonts
from helpers.problems import UsageError

# How much of a page must be filled: of the last, and of those before it.
_BEFORE, _LAST = 1 / 2, 1 / 3
# A report of more pages has its contents on the first one.
_MOST_WITHOUT_CONTENTS = 9
# Of the second page, what the first must not spill over to: a few lines, with the contents or not.
_SPILLED = 0.01, 0.25
# Tried in turn until a report fits: smaller gaps, then its notes, sources or last section apart.
_FITS = (
    "tight=1",
    "tight=0.8",
    "tight=0.6",
    "tight=0.4",
    "apart=notes",
    "apart=sources",
    "apart=section",
)
# The smallest gaps save over half a page: a last page with less on it may be spared.
_SMALLEST, _SAVED = "tight=0.4", 3 / 5
# Of gaps that do, larger ones may do as well: halfway to those that did not.
_LOOSER = {"tight=0.8": "tight=0.9", "tight=0.6": "tight=0.7", "tight=0.4": "tight=0.5"}

# Number of pages, whether one is too empty or the first spills over, less how full they are.
_Rating = tuple[int, bool, float]


def set_pages(template: Path, timestamp: int) -> bytes:
    """Return the PDF of a template whose content lies beside it.

    Of all ways to set it the one with the fewest pages is taken; of these the first whose pages are
    full enough, else the one that comes nearest, and of smaller gaps the largest. A last page with
    little on it is the lesser evil, and a first page of which a few lines go on to the second is no
    better than one half empty.

    Args:
        template: The Typst file; it tells with `filled` how far down a page something ends.
        timestamp: Seconds since 1970, the date of the file.

    Warns:
        UserWarning: Something of it is not set as asked, such as places that do not settle.

    Raises:
        UsageError: The content cannot be set, such as a picture that cannot be read.
    """
    usual: dict[str, Any] = {"root": str(template.parent), "font_paths": read_fonts()}
    asked: dict[str, str] = {}

    def ask(fit: str) -> dict[str, str]:
        name, value = fit.split("=")
        return asked | {name: value}

    @cache
    def measure(fit: str) -> tuple[_Rating, float]:
        """Return how good a fit is, and how far down the last page goes."""
        found = typst.query(str(template), "<filled>", field="value", sys_inputs=ask(fit), **usual)
        filled: dict[int, float] = {}
        spills = False
        for one in json.loads(found):
            is_spilled = one["page"] == 2 and _SPILLED[0] < one["share"] < _SPILLED[1]
            spills = spills or (one["is-front-end"] and is_spilled)
            filled[one["page"]] = max(one["share"], filled.get(one["page"], 0.0))
        last = max(filled)
        least = min((share for page, share in filled.items() if page < last), default=1.0)
        fullness = min(1.0, least / _BEFORE, filled[last] / _LAST)
        return (last, least < _BEFORE or spills, -fullness), filled[last]

    def choose() -> tuple[str, int]:
        usual_gaps, last_share = measure(_FITS[0])
        fewest = usual_gaps[0]
        if fewest > 1 and last_share < _SAVED:
            fewest = min(fewest, measure(_SMALLEST)[0][0])
        best, found = _FITS[0], usual_gaps
        for fit in _FITS:
            if (rated := measure(fit)[0]) < found:
                best, found = fit, rated
            if found[0] == 1 or (found[0] <= fewest and found[1:] == (False, -1)):
                break
        looser = _LOOSER.get(best, best)
        return (looser if measure(looser)[0] <= found else best), found[0]

    try:
        best, pages = choose()
        if pages > _MOST_WITHOUT_CONTENTS:
            asked["contents"] = "first page"
            measure.cache_clear()
            best, _ = choose()
        pdf, told = typst.compile_with_warnings(
            str(template),
            sys_inputs=ask(best),
            pdf_standards=[*STANDARDS],
            timestamp=timestamp,
            **usual,
        )
    except typst.TypstError as error:
        hints = "; ".join(getattr(error, "hints", []))
        raise UsageError(
            f"cannot set the PDF: {error}" + (f" ({hints})" if hints else "")
        ) from error
    for warning in told:
        warnings.warn(warning.message, stacklevel=2)
    return bytes(pdf)
