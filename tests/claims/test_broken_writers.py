"""The checker must catch claims that are wrong in one place, and writers that are broken."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claims.facts.checker import find_faults
from claims.facts.finding_checks import is_compared
from claims.facts.processed_rows import Claim, Processed
from claims.texts.sentences import find_misstatements, group_by_sentence
from claims.texts.workings import find_wrong_sums
from claims.told import Told, tell_one
from helpers.analysis.claims.count_claims import CountClaim
from helpers.analysis.claims.figure_claims import LineClaim
from helpers.analysis.claims.place_claims import ExtremeClaim, RankClaim
from helpers.analysis.claims.target_claims import TargetClaim
from helpers.analysis.standings import Comparison, Rank
from helpers.words.language import Language

_CONTRARY = {
    "rose": "fell",
    "fell": "rose",
    "highest": "lowest",
    "lowest": "highest",
    "reached": "missed",
    "short": "reached",
    "missed": "reached",
    "above": "short",
}


def turn(claim: Claim) -> dict[str, str]:
    return {"relation": _CONTRARY[claim["relation"]]}


def swap(claim: Claim) -> dict[str, str]:
    if claim["relation"] == "whole":
        return name_twice(claim)
    return {"figures": claim["against"], "against": claim["figures"]}


def shift(_: Claim) -> dict[str, str]:
    return {"period": "1999"}


def add_one(claim: Claim) -> dict[str, str]:
    more = str(int(claim["low"]) + 1)
    return {"low": more, "high": claim["high"] and more}


def add_a_place(claim: Claim) -> dict[str, str]:
    return {"total": str(int(claim["total"]) + 1)}


def double(claim: Claim) -> dict[str, str]:
    if not claim["low"]:
        return swap(claim)
    return {"low": str(2 * Decimal(claim["low"])), "high": str(2 * Decimal(claim["high"]))}


def move(_: Claim) -> dict[str, str]:
    return {"places": "nowhere"}


def name_twice(claim: Claim) -> dict[str, str]:
    if not claim["figures"]:
        return rename(claim)
    return {"figures": f"{claim['figures']}|{claim['figures'].split('|')[0]}"}


def rename(_: Claim) -> dict[str, str]:
    return {"indicator": "nothing"}


def repeat(claim: Claim) -> dict[str, str]:
    return {"against": f"{claim['against']}|{claim['against']}"}


def deny(claim: Claim) -> dict[str, str]:
    """Turn the verdict on one target for a level; another claim counts a target twice."""
    if claim["relation"] != "met" or claim["low"] != "1" or not claim["indicator"]:
        return repeat(claim)
    return {"relation": "cannot_tell"}


def turn_round(claim: Claim) -> dict[str, str]:
    """Give the figures of a finding each other's part, where a sum tells them apart."""
    if not is_compared(claim["message"]):
        return rename(claim)
    return {"figures": "|".join(reversed(claim["figures"].split("|")))}


def name_others(claim: Claim) -> dict[str, str]:
    """Name other parties in a finding, or no figure where it names none."""
    return {"against": "nobody"} if claim["against"] else rename(claim)


def is_whole(claim: Claim) -> bool:
    return claim["truth"] == "true" and "_named" not in claim["relation"]


_MUTATIONS: dict[str, tuple[Callable[[Claim], dict[str, str]], ...]] = {
    "value": (shift, move),
    "change": (turn, swap),
    "line": (double, swap, move),
    "share": (swap,),
    "extreme": (turn, shift, add_a_place),
    "rank": (shift, add_one, add_a_place),
    "count": (add_one, add_a_place),
    "target": (turn,),
    "pace": (repeat, deny),
    "pairs": (add_one, move),
    "contradiction": (name_twice, rename, turn_round, name_others),
}


@pytest.mark.parametrize("kind", _MUTATIONS)
def test_a_claim_that_is_wrong_in_one_place_is_caught(
    kind: str, every_report: list[Told], processed: dict[str, Processed]
) -> None:
    claims = [
        (told, claim)
        for told in every_report
        for claim in told.claims
        if claim["kind"] == kind and is_whole(claim)
    ]
    missed = [
        (told.name, mutate.__name__, claim["sentence"])
        for told, claim in claims
        for mutate in _MUTATIONS[kind]
        if mutate is not turn or claim["relation"] in _CONTRARY
        if not find_faults({**claim, **mutate(claim)}, processed[told.province])
    ]

    assert claims
    assert missed == []


def test_an_answered_proposal_told_as_none_is_caught(processed: dict[str, Processed]) -> None:
    said = {"kind": "absence", "relation": "no_reply", "truth": "true", "indicator": ""}
    said |= {"places": "puyang", "period": ""}

    assert find_faults(said, processed["henan"])
    assert not find_faults({**said, "places": "jiaozuo"}, processed["henan"])


def test_an_absence_of_a_place_that_has_a_figure_is_caught(
    every_report: list[Told], processed: dict[str, Processed]
) -> None:
    data = processed["henan"]
    for told in every_report:
        for claim in told.claims:
            if claim["message"] == "no_figure_for" and told.province == "henan":
                cities = [name for name, row in data.places.items() if row["parent"] == "henan"]
                everyone = {**claim, "places": "|".join(cities)}
                assert find_faults(everyone, data)


# --- broken writers ----------------------------------------------------------------------------


def always(*_: object) -> str:
    return "true"


def leave_out_bounds(found: Comparison) -> list[Any]:
    known = [s for s in found.standings if s.value is not None]
    return sorted(known, key=lambda s: -(s.value or 0))


def count_every_bound(self: CountClaim, known: object) -> tuple[int, int]:
    del known
    number = len(self.comparisons[0].known)
    return number, number


def rank_by_order(found: Comparison) -> dict[str, Rank]:
    return {s.place: Rank(n, n, is_tied=False) for n, s in enumerate(found.known[::-1], 1)}


BREAKS: dict[str, tuple[str, list[tuple[type, str, Any]]]] = {
    "the lowest of those printed": (
        "henan",
        [(ExtremeClaim, "judge", always), (Comparison, "known", property(leave_out_bounds))],
    ),
    "a target is met by a later figure": ("luohe", [(TargetClaim, "judge", always)]),
    "bounds count as above": (
        "henan",
        [(CountClaim, "count", count_every_bound), (CountClaim, "judge", always)],
    ),
    "a rank from the wrong end": (
        "zhoukou",
        [(Comparison, "ranks", property(rank_by_order)), (RankClaim, "judge", always)],
    ),
    "a quotient more precise than its figures": ("henan", [(LineClaim, "judge", always)]),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_writer_is_caught(
    name: str, project: Path, processed: dict[str, Processed], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, changes = BREAKS[name]
    for owner, attribute, broken in changes:
        monkeypatch.setattr(owner, attribute, broken)

    assert list(list_faults(tell_one(project, place, "en"), processed))


def list_faults(told: Told, processed: dict[str, Processed]) -> Iterator[str]:
    data = processed[told.province]
    for claim in told.claims:
        yield from find_faults(claim, data)
    for group in group_by_sentence(told.claims):
        yield from find_misstatements(group, told.language, data, told.home)


# A lie each: the message, and what it says instead of a value, or instead of some of its words.
# Those of one round are told in one report, as no two of them are of one message.
LIES: dict[str, list[tuple[str, dict[str, str]]]] = {
    "luohe": [
        ("key_ranks", {"best": "GDP per head"}),
        ("course_rose", {" from": " sharply from"}),
        ("key_target_early", {"target": "140"}),
        ("headline_crossed_level", {"figure": "2.3%"}),
        ("ladder_gap_met", {"met": "exceeded"}),
        ("chart_composition", {"figure": "8,073 people"}),
        ("line_rank", {"rank": "3"}),
    ],
    "luohe, again": [
        ("side_below", {"lie below": "lie above"}),
        ("key_ranks", {"best": "{worst}", "worst": "{best}"}),
        ("key_target_early", {"reached": "exceeded"}),
        ("headline_crossed_level", {"cannot be distinguished from": "outpaces"}),
        ("course_rose", {"rose": "jumped"}),
        ("ladder_gap_met", {"met, ": ""}),
        ("line_rank", {"indicator": "GDP"}),
    ],
    "contracts-luohe": [
        ("funnel_chart", {"signed": "4"}),
        ("funnel_rest_is_completed", {"completed": "CNY 1.2 billion"}),
    ],
    "service-luohe": [("service_title", {"count": "12"})],
    "luohe in zh": [
        ("profile_title_ranks", {"city": "郑州"}),
        ("key_target_early", {"years": "3"}),
        ("course_rose", {"升至": "跃升至"}),
        ("line_rank", {"total": "18"}),
        ("ladder_gap_met", {"distance": "35家"}),
        ("plan_tracker_title", {"total": "34"}),
        ("finance_arithmetic", {"average": "462万元"}),
        ("headline_crossed_level", {"不分高低": "相差悬殊"}),
    ],
    "kaifeng in zh": [
        ("key_sides_below", {"低于": "高于"}),
        ("line_bound", {"不高于": "不低于"}),
        ("line_no_actual", {"实际数": "任何数"}),
        ("line_rank", {"period": "2012年"}),
        ("headline_ranks", {"best_rank": "居17市第2位"}),
    ],
    "kaifeng": [
        ("line_bound", {"figure": "2.65%"}),
        ("key_sides_below", {"province": "Fujian"}),
        ("line_no_actual", {"indicators": "GDP"}),
        ("line_rank", {"period": "2012"}),
        ("course_rose", {"indicator": "GDP"}),
        ("key_level_below", {"stood at": "reached"}),
        ("gap_bound", {"figure": "2.65%"}),
        ("headline_ranks", {"city": "Luohe"}),
    ],
    "xuchang": [
        ("key_sides_below", {"is below": "is above"}),
        ("course_turn_fell", {"fell": "changed"}),
        ("gap_latest", {"name": "GDP"}),
        ("key_level_rank", {"subject": "GDP"}),
    ],
    "henan": [
        ("title_above", {"figure": "2.56%"}),
        ("every_city_title_at_least", {"province": "Fujian"}),
        ("tiles_title", {"leader": "Luohe"}),
        ("spread_title", {"count": "6"}),
        ("slope_title", {"raised": "sharply raised"}),
        ("highest", {"known": "18"}),
        ("no_figure_for", {"places": "Luohe"}),
        ("strip_bounded", {"figure": "2.65%"}),
    ],
}


@pytest.mark.parametrize("name", LIES)
def test_a_writer_that_lies_in_a_word_is_caught(
    name: str, project: Path, processed: dict[str, Processed], monkeypatch: pytest.MonkeyPatch
) -> None:
    lies = dict(LIES[name])
    say = Language.say

    lied = set()

    def lie(self: Language, key: str, **values: object) -> str:
        changes = lies.get(key, {})
        lied.update({key} & {*lies})
        told = {value: text for value, text in changes.items() if value in values}
        said = say(
            self, key, **values | {name: text.format(**values) for name, text in told.items()}
        )
        for words, text in changes.items():
            said = said if words in told else said.replace(words, text)
        return said

    monkeypatch.setattr(Language, "say", lie)
    place, _, language = name.removesuffix(", again").partition(" in ")
    told = tell_one(project, place, language or "en")
    data = processed[told.province]
    caught = {
        claims[0]["message"]
        for claims in group_by_sentence(told.claims)
        if any(find_misstatements(claims, told.language, data, told.home))
        or find_wrong_sums(claims[0]["sentence"])[1]
    }

    assert lied == {*lies}
    assert lied - caught == set()
