import ast
import re
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from claims.checker import KINDS, find_faults
from claims.processed_rows import Processed
from claims.sentences import find_misstatements
from claims.told import LANGUAGES, Told
from helpers.analysis.claims import (
    absence_claims,
    count_claims,
    figure_claims,
    place_claims,
    target_claims,
)
from helpers.analysis.claims.claim import Claim, ClaimRow
from helpers.words.language import read_claim_kinds


def test_every_claim_of_every_report_is_true_of_the_processed_data(
    every_report: list[Told], processed: dict[str, Processed]
) -> None:
    faults = {
        (told.name, told.language, claim["sentence"], claim["kind"]): found
        for told in every_report
        for claim in told.claims
        if (found := find_faults(claim, processed[told.province]))
    }

    assert faults == {}


def test_every_sentence_says_what_its_claim_asserts_with_its_numbers(
    every_report: list[Told], processed: dict[str, Processed]
) -> None:
    faults = {
        (told.name, told.language, claim["sentence"], claim["message"]): found
        for told in every_report
        for claim in told.claims
        if (found := list(find_misstatements(claim, told.language, processed[told.province])))
    }

    assert faults == {}


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
    for name in ("checker", "processed_rows", "sentences"):
        tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
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
    modules = absence_claims, count_claims, figure_claims, place_claims, target_claims
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
