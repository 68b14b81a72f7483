"""Sentences that confirm one row or all certain ones: place, unit and sign."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from helpers.data.raw_data import RawData
from helpers.words.language import Language

THRESHOLDS = tuple(Decimal(number) / 100 for number in (90, 80, 70, 60, 50))


def say_reading(row: Mapping[str, str], raw: RawData, language: Language) -> str:
    """Return what is confirmed of a row: its place, its unit and its sign.

    Args:
        row: The proposed row.
        raw: The raw data, for the names of places and units.
        language: Language of the words.
    """
    place = raw.index("places", "place").get(row["place"])
    unit = raw.index("units", "unit").get(row["unit"])
    return language.say(
        "intake_reading",
        place=language.name(place) if place else language.say("intake_not_found"),
        unit=(language.name(unit) if unit else row["unit"]) or language.say("intake_no_unit"),
        sign="−" if row["value"].startswith("-") else "+",
    )


def pack_confident(rows: Sequence[Mapping[str, Any]], language: Language) -> Iterator[list[str]]:
    """Yield each confidence with what accepting all rows of at least that confidence confirms.

    Args:
        rows: The rows as plain data.
        language: Language of the sentences.

    Yields:
        The confidence, the words of its choice, and the sentences under it.
    """
    say = language.say
    undecided = [row for row in rows if row["decision"] == "open"]
    sound = [row for row in undecided if not row["faults"]]
    certain = [row for row in sound if not row["doubtful"]]
    faulty, doubtful = len(undecided) - len(sound), len(sound) - len(certain)
    for least in THRESHOLDS:
        chosen = [row for row in certain if Decimal(row["cells_confidence"]) >= least]
        if chosen:
            groups = Counter(row["reading"] for row in chosen).most_common()
            parts = [
                say("intake_confirms_group", reading=reading, rows=count)
                for reading, count in groups
            ]
            confirms = say("intake_confirms", groups=say("list_semicolon").join(parts))
            skipped = say_skipped(language, faulty, doubtful, len(certain) - len(chosen))
            yield [
                f"{least:.2f}",
                say("intake_at_least", percent=f"{least:.0%}", rows=len(chosen)),
                confirms + say("sentence_space") + skipped,
            ]


def say_skipped(language: Language, faulty: int, doubtful: int, unsure: int) -> str:
    """Return how many open rows are not accepted together with those that are certain, and why.

    Args:
        language: Language of the sentence.
        faulty: Rows with a fault.
        doubtful: Rows without a fault whose place, unit or sign is not printed beside them.
        unsure: Other rows, of less confidence.
    """
    return language.say("intake_skipped", faulty=faulty, doubtful=doubtful, unsure=unsure)
