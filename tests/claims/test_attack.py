"""Many small invented data sets, on which every writer speaks and nothing may be false."""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from claims.facts.processed_rows import Processed
from claims.invented import CITIES, invent, invent_pairs
from claims.rare import INVENTED, NAMED, RARE, make_rare
from claims.shaken import shake
from claims.speaking import Spoken, let_speak, speak, speak_of_city
from claims.told import LANGUAGES, without_pictures
from helpers.data.figures import list_derived, list_figures
from helpers.reports.report import Report, open_report

# More of them by `ATTACK_SETS=2000`.
SETS = int(os.environ.get("ATTACK_SETS", "12"))
# Sets that found something once: a rank of the only city, a crossing in a county alone, a range,
# years ahead that are as many as the figure, a sum of people without a scale.
FOUND = 173, 356, 1750, 2164, 2951


@pytest.fixture(scope="module")
def opened(project: Path) -> Iterator[Mapping[str, Report]]:
    with without_pictures():
        yield {code: open_report(code, "", project, around="henan") for code in LANGUAGES}


@pytest.mark.parametrize(
    "sets", [*(range(n, min(n + 25, SETS)) for n in range(0, SETS, 25)), FOUND]
)
def test_nothing_false_is_said_of_invented_data_in_either_language(
    sets: Sequence[int], opened: Mapping[str, Report], processed: Mapping[str, Processed]
) -> None:
    faults = [
        (number, fault) for number in sets for fault in attack(number, opened, processed["henan"])
    ]

    assert faults == []


def attack(number: int, opened: Mapping[str, Report], like: Processed) -> list[str]:
    """Return what is false of what is said of one set, and where languages differ."""
    # Shaken, a number may have more digits than any document prints.
    allowed = ": false precision, " if number % 4 == 3 else "nothing"
    return [fault for fault in tell(number, opened, like).faults if allowed not in fault]


def tell(number: int, opened: Mapping[str, Report], like: Processed) -> Spoken:
    """Let the writers speak of one set: of every fourth the rows of the province, shaken."""
    known, is_shaken = opened["en"], number % 4 == 3
    if is_shaken:
        values = list_figures(known.observations), list_derived(known.derived)
        rows = shake(number, *values, known.codebook)
    else:
        rows = invent(number)
    names = invent_pairs(number, list(known.partnerships["partnership_id"]))
    city = CITIES[number // 4 % len(CITIES)]
    speak_of = partial(speak_of_city, place=city) if is_shaken else speak
    return let_speak(rows, names, opened, like, speak_of)


@pytest.mark.parametrize("number", INVENTED)
def test_what_no_report_of_today_says_is_said_of_invented_data_and_true(
    number: int, opened: Mapping[str, Report], processed: Mapping[str, Processed]
) -> None:
    spoken = tell(number, opened, processed["henan"])

    assert {*INVENTED[number].split()} - spoken.messages == set()
    assert spoken.faults == []


@pytest.mark.parametrize("messages", RARE, ids="|".join)
def test_what_hardly_any_document_brings_about_is_said_and_true(
    messages: tuple[str, ...], opened: Mapping[str, Report], processed: Mapping[str, Processed]
) -> None:
    rows = [*make_rare(RARE[messages])]
    speak_of = speak, partial(speak_of_city, place=CITIES[0])

    spoken = let_speak(rows, NAMED, opened, processed["henan"], *speak_of)

    assert {*messages} - spoken.messages == set()
    assert spoken.faults == []
