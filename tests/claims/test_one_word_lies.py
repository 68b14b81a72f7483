"""One-word lies by kind: a dropped "at least", 以上, "about"; a figure with a wrong digit."""

import re
from collections.abc import Callable, Iterator, Mapping

from claims.facts.processed_rows import Claim, Processed
from claims.texts.sentences import find_misstatements, group_by_sentence
from claims.texts.workings import find_wrong_sums
from claims.texts.written_numbers import (
    NUMBER,
    WRITTEN,
    is_listed,
    is_written,
    list_rows,
    read_number,
)
from claims.told import Told

HEDGES = {
    "zh": r"至少|不低于|不高于|不少于|[约近](?=[0-9])|超过?(?=[0-9])|以上|以下|左右|不到(?=[0-9])"
    r"|(?<=[0-9])[多余](?=[家名人项万亿元])|级(?=[，。；（])",
    # One amount over another is a quotient.
    "en": r"(?<![)n] )(?<!\([0-9]{4} )\b(?:[Aa]t least|at most|no (?:more|less) than|more than"
    r"|about|nearly|over|under|of the order of) (?=(?:CNY )?[0-9])",
}
FEWEST = 150


Lie = Callable[[Told, list[Claim]], Iterator[tuple[str, str]]]


def find_unnoticed(
    every_report: list[Told],
    processed: Mapping[str, Processed],
    lie: Callable[[Told, list[Claim]], Iterator[tuple[str, str]]],
) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how often a sentence could be told with a lie, and the lies that pass."""
    told_lies, unnoticed = 0, []
    for told in every_report:
        data = processed[told.province]
        for claims in group_by_sentence(told.claims):
            for word, lied in lie(told, claims):
                changed = [{**claim, "sentence": lied} for claim in claims]
                is_seen = any(find_misstatements(changed, told.language, data, told.home))
                told_lies += 1
                if not is_seen and not find_wrong_sums(lied)[1]:
                    unnoticed.append((claims[0]["message"], word, lied))
    return told_lies, unnoticed


def test_no_word_that_leaves_a_number_open_is_dropped_unnoticed(
    every_report: list[Told], processed: Mapping[str, Processed]
) -> None:
    def drop(told: Told, claims: list[Claim]) -> Iterator[tuple[str, str]]:
        sentence = claims[0]["sentence"]
        hidden = processed[told.province].names[told.language].hide(sentence)
        for hedge in re.finditer(HEDGES[told.language], hidden):
            yield hedge.group(), sentence[: hedge.start()] + sentence[hedge.end() :]

    told_lies, unnoticed = find_unnoticed(every_report, processed, drop)

    assert unnoticed == []
    assert told_lies >= FEWEST


def test_no_figure_is_told_with_another_digit_unnoticed(
    every_report: list[Told], processed: Mapping[str, Processed]
) -> None:
    def change_digit(told: Told, claims: list[Claim]) -> Iterator[tuple[str, str]]:
        sentence, data = claims[0]["sentence"], processed[told.province]
        if is_listed("unwritten", "messages", claims[0]):
            return
        hidden = data.names[told.language].hide(sentence)
        rows = [
            row
            for claim in claims
            for row in list_rows(claim, data, *WRITTEN.get(claim["kind"], ()))
        ]
        spots = [(found.start(), read_number(found)) for found in NUMBER.finditer(hidden)]
        for row in rows[-2:] if claims[0]["relation"] == "whole" else rows:
            starts = [start for start, number in spots if is_written(number, row)]
            if len(starts) == 1:
                (start,) = starts
                digit = "4" if sentence[start] == "7" else "7"
                yield sentence[start], sentence[:start] + digit + sentence[start + 1 :]

    told_lies, unnoticed = find_unnoticed(every_report, processed, change_digit)

    assert unnoticed == []
    assert told_lies >= 10 * FEWEST
