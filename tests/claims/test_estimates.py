"""Sentences about statistics: each number is one of its claims', and a wrong claim is caught."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

import pytest

from claims.facts.estimates import check_estimate, find_asked
from claims.facts.processed_rows import Processed
from claims.texts.written_numbers import read_numbers
from claims.told import Told

Claim = Mapping[str, str]
# An interval of 95%, and what a rate is set over.
CONSTANT = (95, 10_000, 100_000)
UNDECIDED = {"zh": "无明显|不能断定|难分优劣", "en": "no clear|none|neither|uncertain|unclear"}


@pytest.fixture(scope="module")
def told_of_estimates(every_report: list[Told]) -> list[tuple[Told, str, list[Claim]]]:
    """Return each sentence about statistics with its report and its claims."""
    found: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    reports = {(told.name, told.language): told for told in every_report}
    for told in every_report:
        for claim in told.claims:
            if claim["kind"] == "estimate":
                found[told.name, told.language, claim["sentence"]].append(claim)
    assert len(found) > 50
    return [(reports[name, code], text, claims) for (name, code, text), claims in found.items()]


def test_each_number_of_a_sentence_is_one_of_its_claims(
    told_of_estimates: list[tuple[Told, str, list[Claim]]], processed: Mapping[str, Processed]
) -> None:
    strange = [
        (sentence, str(number))
        for told, sentence, claims in told_of_estimates
        for known in [set(list_numbers(claims, processed[told.province]))]
        for number, step in read_numbers(re.sub(r"(?<![\d.])-(?=\d)", "", sentence))
        if step and not any(abs(abs(one) - number) <= step / 2 for one in known)
    ]

    assert strange == []


def list_numbers(claims: Sequence[Claim], data: Processed) -> Iterator[Decimal]:
    """Yield what the claims of a sentence may put into it: their numbers, years and counts."""
    for claim in claims:
        for column in ("value", "low", "high"):
            if claim[column]:
                yield Decimal(claim[column])
                yield 100 * Decimal(claim[column])
        for column in ("total", "period", "against"):
            yield from map(Decimal, re.findall(r"(?<![\w.:-])\d+", claim[column]))
        if claim["statistic"] == "as_fast":
            rows = [data.find(name) for name in claim["against"].split("|")]
            asked, step = Decimal(find_asked(claim, data)), Decimal("0.1")
            is_bound = rows[-1]["qualifier"] in ("over", "at_least")  # rounded up, it asks too much
            yield asked // step * step if is_bound else asked
            years = [re.findall(r"\d{4}", f"{row['period']} {row['period_end']}") for row in rows]
            yield from map(Decimal, chain.from_iterable(years))
    yield from map(Decimal, CONSTANT)
    yield from map(Decimal, count_things(claims))


def count_things(claims: Sequence[Claim]) -> Iterator[int]:
    """Yield how many measures there are, and on how many of them the claims say the same."""
    yield len({claim["indicator"] for claim in claims if "|" not in claim["indicator"]})
    yield from Counter((claim["statistic"], claim["relation"]) for claim in claims).values()
    yield sum(claim["statistic"] == "settled_share" and claim["value"] == "1" for claim in claims)
    slopes = defaultdict(set)
    for claim in claims:
        slopes[claim["indicator"]].add(claim["relation"])
    yield sum(relations == {"below"} for relations in slopes.values())


def test_what_an_interval_leaves_open_is_said_to_be_open(
    told_of_estimates: list[tuple[Told, str, list[Claim]]],
) -> None:
    wrong = []
    for told, sentence, claims in told_of_estimates:
        relations = {claim["relation"] for claim in claims}
        says = bool(re.search(UNDECIDED[told.language], sentence))
        if (relations == {"undecided"} and not says) or (says and "undecided" not in relations):
            wrong.append(sentence)

    assert wrong == []


def drop_a_place(claim: Claim) -> dict[str, str]:
    return {"places": claim["places"].partition("|")[2]}


def add_to_the_value(claim: Claim) -> dict[str, str]:
    return {"value": f"{float(claim['value']) + 0.3:.6g}"}


def move_an_end(claim: Claim) -> dict[str, str]:
    width = float(claim["high"]) - float(claim["low"])
    return {"high": f"{float(claim['high']) + max(width, 2):.6g}"}


def turn(claim: Claim) -> dict[str, str]:
    other = {"above": "undecided", "undecided": "below", "below": "above"}
    return {"relation": other[claim["relation"]]}


def test_an_estimate_that_is_wrong_in_one_place_is_caught(
    told_of_estimates: list[tuple[Told, str, list[Claim]]], processed: Mapping[str, Processed]
) -> None:
    missed = []
    seen: Counter[str] = Counter()
    for told, _, claims in told_of_estimates:
        for claim in claims if told.language == "en" else ():
            spoilt = [drop_a_place(claim), add_to_the_value(claim)]
            if claim["high"]:
                spoilt.append(move_an_end(claim))
            if claim["relation"] != "stands":
                spoilt.append(turn(claim))
            if claim["statistic"] == "rank_span":  # the likeliest rank is said nowhere
                spoilt.pop(1)
            seen[claim["statistic"]] += len(spoilt)
            missed += [
                (claim["statistic"], change)
                for change in spoilt
                if not list(check_estimate({**claim, **change}, processed[told.province]))
            ]

    assert len(seen) > 12
    assert missed == []
