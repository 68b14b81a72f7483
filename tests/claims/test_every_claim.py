import ast
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from claims.facts.checker import KINDS, find_faults
from claims.facts.naming import Names
from claims.facts.processed_rows import Processed
from claims.texts.sentences import find_misstatements, group_by_sentence
from claims.told import LANGUAGES, Told, without_pictures
from helpers.analysis.claims import (
    absence_claims,
    count_claims,
    estimate_claims,
    figure_claims,
    pair_claims,
    place_claims,
    share_claims,
    target_claims,
)
from helpers.analysis.claims.claim import Claim, ClaimRow
from helpers.explore.answers import Choice, answer
from helpers.explore.open_report import open_figures
from helpers.words.language import read_claim_kinds


def list_faults(
    every_report: list[Told], check: Callable[[Mapping[str, str], Told], Iterable[str]]
) -> dict[tuple[str, ...], list[str]]:
    """Return what a check finds at each claim of the reports, where it finds anything."""
    return {
        (told.name, told.language, claim["sentence"], claim["kind"], claim["message"]): found
        for told in every_report
        for claim in told.claims
        if (found := list(check(claim, told)))
    }


def test_every_claim_of_every_report_is_true_of_the_processed_data(
    every_report: list[Told], processed: dict[str, Processed]
) -> None:
    faults = list_faults(
        every_report, lambda claim, told: find_faults(claim, processed[told.province])
    )

    assert faults == {}


def test_every_sentence_says_what_its_claim_asserts_with_its_numbers(
    every_report: list[Told], processed: dict[str, Processed]
) -> None:
    faults = [
        (told.name, told.language, claims[0]["message"], claims[0]["sentence"], fault)
        for told in every_report
        for claims in group_by_sentence(told.claims)
        for fault in find_misstatements(claims, told.language, processed[told.province], told.home)
    ]

    assert faults == []


def test_a_sentence_on_several_rates_counts_those_that_it_claims(every_report: list[Told]) -> None:
    ways = {
        "above": "above|高于",
        "below": "below|低于",
        "level": "cannot be distinguished|不分高低",
    }
    several = []
    for told in every_report:
        claims = [one for one in told.claims if re.match("(key|headline)_sides", one["message"])]
        for sentence, message in {(one["sentence"], one["message"]) for one in claims}:
            relations = Counter(one["relation"] for one in claims if one["sentence"] == sentence)
            several.append(message)
            if not message.endswith("sides"):
                ((relation, count),) = relations.items()
                assert re.search(ways[relation], sentence), sentence
                number = {2: "both|两项"}.get(count, f"all {count}|{count}项")
                assert re.search(number, sentence), sentence
                continue
            whole, parts = re.split("[,，]", sentence, maxsplit=1)
            assert re.findall(r"\d+", whole) == [str(relations.total())]
            for part in re.split("[;；]", parts):
                (relation,) = [one for one in relations if re.search(ways[one], part)]
                assert part.strip().startswith(str(relations.pop(relation))), sentence
            assert not relations, sentence
    assert {"key_sides", "key_sides_above", "key_sides_below"} <= {*several}


def test_what_is_level_with_a_line_is_said_to_be_so_within_rounding(
    every_report: list[Told],
) -> None:
    level = {
        one["sentence"]
        for told in every_report
        for one in told.claims
        if (one["kind"], one["relation"]) == ("line", "level")
        and "crossed_above" not in one["message"]
    }

    assert level
    assert [one for one in level if not re.search("rounding|四舍五入", one)] == []


def test_no_change_is_told_between_two_figures_that_the_audit_does_not_join(
    every_report: list[Told],
) -> None:
    apart = {
        tuple(claim["figures"].split("|"))
        for told in every_report
        for claim in told.claims
        if claim["message"] == "audit_falls_between"
    }
    told_as_one = {
        (claim["against"], claim["figures"]): claim["sentence"]
        for told in every_report
        for claim in told.claims
        if claim["kind"] == "change"
    }

    assert apart
    assert {pair: told_as_one[pair] for pair in apart if pair in told_as_one} == {}


def test_a_sentence_names_no_year_and_no_total_that_its_claims_do_not(
    every_report: list[Told], processed: dict[str, Processed]
) -> None:
    wrong = {}
    for told in every_report:
        by_sentence: dict[str, list[Mapping[str, str]]] = {}
        for claim in told.claims:
            by_sentence.setdefault(claim["sentence"], []).append(claim)
        for sentence, claims in by_sentence.items():
            is_counted = claims[0]["message"] == "profile_title_ranks"  # of measures, not of cities
            kinds = {claim["kind"] for claim in claims}
            if not is_counted and kinds <= {"value", "change", "rank", "target"}:
                wrong[told.name, sentence] = find_strange(
                    sentence, claims, processed[told.province]
                )

    assert {told: strange for told, strange in wrong.items() if strange} == {}


def find_strange(sentence: str, claims: Iterable[Mapping[str, str]], data: Processed) -> set[str]:
    """Return the years and totals in a sentence that no row behind its claims has."""
    rows = [
        data.find(name)
        for claim in claims
        for name in f"{claim['figures']}|{claim['against']}".split("|")
        if name in data.printed or name in data.derived
    ]
    texts = [row.get(name, "") for row in rows for name in ("period", "period_start", "period_end")]
    texts += [row.get("as_printed", "") for row in rows] + [claim["period"] for claim in claims]
    years = set(re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|[\d%])", sentence))
    strange = {year for year in years if not any(year in text for text in texts)}
    totals = {claim["total"] for claim in claims if claim["kind"] == "rank"}
    said = {found for pair in re.findall(r"\bof (\d+)\b|(\d+)市", sentence) for found in pair}
    return strange | (said - totals - {""} if totals else set())


def test_both_languages_assert_the_same_in_the_same_order(every_report: list[Told]) -> None:
    def tell(language: str) -> dict[str, list[tuple[str, ...]]]:
        names = ["message", *(column.name for column in fields(ClaimRow))]
        return {
            told.name: [tuple(claim[name] for name in names) for claim in told.claims]
            for told in every_report
            if told.language == language
        }

    chinese, english = map(tell, LANGUAGES)
    assert chinese == english


def test_the_checker_imports_nothing_of_the_package() -> None:
    for path in Path(__file__).parent.glob("*/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom | ast.Import)
            for alias in (
                [node.module] if isinstance(node, ast.ImportFrom) else [node.names[0].name]
            )
        }
        assert not {module for module in imported if str(module).startswith("helpers")}


def test_every_kind_of_claim_has_a_check_and_every_message_a_known_kind() -> None:
    modules = (
        *(absence_claims, count_claims, estimate_claims, figure_claims),
        *(pair_claims, place_claims, share_claims, target_claims),
    )
    kinds = {
        value.kind
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Claim) and value is not Claim
    }

    assert kinds == set(KINDS)
    assert set(read_claim_kinds().values()) <= {*kinds, "fixed"}


def test_the_readme_says_how_many_claims_are_checked(
    every_report: list[Told], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = Counter(claim["kind"] for told in every_report for claim in told.claims)
    with capsys.disabled():
        print(f"\n{kinds.total()} claims checked:", dict(kinds.most_common()))
    for name, pattern in (
        ("README.md", r"more than ([\d,]+) claims"),
        ("README.zh.md", r"(\d+)余条论断"),
    ):
        (said,) = re.findall(pattern, (project / name).read_text(encoding="utf-8"))
        assert 0.5 * kinds.total() < int(said.replace(",", "")) <= kinds.total()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_of_the_explorer_is_true_over_a_grid_of_choices(
    language: str, project: Path, processed: dict[str, Processed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    report = open_figures(language)
    every = merge(processed.values())
    cities = [*report.codebook.cities]
    groups = [cities, cities[:5], [*cities[-3:], "henan", "china"]]
    groups += [[city] for city in cities[::9]]
    indicators = [*report.codebook.compared, *report.codebook.leading_indicators]
    titles = 0
    with without_pictures():
        for indicator in [*dict.fromkeys(indicators)][::2]:
            for group, years in itertools.product(groups, (None, (2019, 2023))):
                before = len(report.claims)
                answer(Choice(tuple(group), indicator, years, language=language))
                told = report.claims[before:]
                titles += bool(told)
                claims = [{**asdict(one), **asdict(one.claim)} for one in told]
                for claim in claims:
                    assert find_faults(claim, every) == [], (group, years, claim["sentence"])
                for claims_of_one in group_by_sentence(claims):
                    wrong = list(find_misstatements(claims_of_one, language, every))
                    assert wrong == [], (group, years, claims_of_one[0]["sentence"])

    assert titles > len(indicators) / 2


def merge(provinces: Iterable[Processed]) -> Processed:
    """Return the rows of all provinces as one."""
    first, *rest = provinces
    for other in rest:
        first = Processed(
            {**first.printed, **other.printed},
            {**first.derived, **other.derived},
            first.units,
            {*first.relations, *other.relations},
            {**first.places, **other.places},
            names={
                code: Names(
                    code,
                    first.names[code].measures,
                    {**first.places, **other.places},
                    first.names[code].others + other.names[code].others,
                )
                for code in LANGUAGES
            },
        )
    return first
