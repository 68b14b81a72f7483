"""Confirmation of each row before it is filed: its place, its unit and its sign."""

import re
from collections.abc import Mapping

from helpers.data.printed.printed_figures import try_printed_figure
from helpers.intake.text.reading_faults import ASPECTS
from helpers.problems import Problem

ALL_CONFIRMED = " ".join(ASPECTS)
_BETWEEN = re.compile("[ ,;、，；]+")
_MINUS = re.compile("[-－−–]|负")
# Words of decline have one of these characters; a needless doubt costs one look at the text.
_DECLINE = re.compile("[降减減落滑跌缩縮负負亏虧少低]")
_CLAUSE_END = re.compile("[，；。,;、]")


def find_doubts(row: Mapping[str, str], home: str, place: Mapping[str, str] | None) -> str:
    """Return what of a row is not printed beside its figure, as words of the column `doubtful`."""
    doubts = []
    near = row["label"] + row["context"]
    named = [place[name] for name in ("name_zh", "short_zh", "name_en")] if place else []
    if row["place"] != home and not any(name and name in near for name in named):
        doubts.append("place")
    figure = try_printed_figure(row["as_printed"], row["table_unit"])
    if figure is None:
        return " ".join([*doubts, "unit", "sign"])
    if not figure.measure_word:
        doubts.append("unit")
    before = _CLAUSE_END.split(row["context"].partition("【")[0])[-1]
    is_printed = bool(_MINUS.match(row["as_printed"]))
    is_negative = row["value"].startswith("-")
    told = _DECLINE.search(before + row["label"] + row["as_printed"])
    if is_negative != is_printed or (told and not is_printed):
        doubts.append("sign")
    return " ".join(doubts)


def list_unconfirmed(row: Mapping[str, str]) -> list[str]:
    """Return the aspects of a row that are not confirmed yet."""
    confirmed = _BETWEEN.split(row["confirmed"].strip().lower())
    return [aspect for aspect in ASPECTS if aspect not in confirmed]


def find_unconfirmed(row: Mapping[str, str], line: int, shown: str) -> list[Problem]:
    """Return the problem of an accepted row that is not confirmed; none where it is."""
    confirmed = [word for word in _BETWEEN.split(row["confirmed"].strip().lower()) if word]
    unknown = [word for word in confirmed if word not in ASPECTS]
    if unknown:
        wrong = f"{unknown[0]!r} cannot be confirmed"
        return [Problem(shown, line, "confirmed", wrong, f"the words {ALL_CONFIRMED}")]
    missing = list_unconfirmed(row)
    if not missing:
        return []
    reading = {"place": row["place"], "unit": row["unit"] or "no unit", "sign": show_signed(row)}
    wrong = f"not confirmed: {', '.join(reading[aspect] for aspect in missing)}"
    expected = f"the words {' '.join(missing)} in the column confirmed, if this is right"
    return [Problem(shown, line, ", ".join(missing), wrong, expected)]


def show_signed(row: Mapping[str, str]) -> str:
    """Return the value of a row with its sign, as it is confirmed."""
    return row["value"] if row["value"].startswith("-") else f"+{row['value']}"
