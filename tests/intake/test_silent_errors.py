"""No row may be wrong and look right: at 0.8 or more and without fault, all of it is right."""

from collections.abc import Callable

import pytest
from bench.intake import is_trusted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from listed_documents import DOCUMENTS, expect, is_read, read_cases, read_list

from helpers.data.printed.numerals import without_layout
from helpers.data.raw_data import RawData
from helpers.data.verification import squeeze
from helpers.intake.proposed_rows import Proposals
from helpers.intake.text.lexicon import Words
from helpers.intake.text.spotted_numbers import find_figures

pytestmark = pytest.mark.slow

Propose = Callable[..., Proposals]


def test_no_row_of_the_invented_documents_is_silently_wrong(propose: Propose, raw: RawData) -> None:
    # With a place that is known, a row may be as sure as in a document of a known city.
    known = next(iter(raw.index("places", "place")))
    silent = []
    for path in DOCUMENTS:
        listed = read_list(path.stem)
        for row in propose(path.read_bytes(), path.name, place=known).rows:
            same = [want for want in listed if squeeze(want["token"]) == squeeze(row["as_printed"])]
            answers = [want for want in same if is_read(row, want)]
            silent += [(path.stem, row["as_printed"])] * (is_trusted(row) and not answers)

    assert silent == []


@pytest.mark.parametrize(("text", "cases"), read_cases("readings").items())
def test_a_number_is_read_with_value_unit_and_sign_or_has_a_fault(
    text: str, cases: list[dict[str, str]], propose: Propose
) -> None:
    rows = propose(text).rows

    assert [row["as_printed"] for row in rows] == [case["token"] for case in cases if case["token"]]
    for row, case in zip(rows, cases, strict=False):
        wanted = expect(case)
        if fault := wanted.pop("fault", ""):
            assert fault in row["fault"]
            assert not is_trusted(row)
        elif case["fault"]:
            assert not row["fault"]
        assert {name: row[name] for name in wanted} == wanted


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=200,
    deadline=None,
    derandomize=True,
)
@given(
    whole=st.integers(10, 9999),
    rest=st.integers(1, 9),
    sign=st.sampled_from([". ", " . ", "。", "，", ",", " ", "..", "·", "O", "l", "_", "'", "*"]),
    unit=st.sampled_from(["%", "亿元", "万人", "吨"]),
)
def test_no_part_of_a_number_is_a_figure_without_fault(
    whole: int, rest: int, sign: str, unit: str, words: Words
) -> None:
    text = without_layout(f"税收达{whole}{sign}{rest}{unit}，")
    for finding in find_figures(text, words):
        number = text[finding.start : finding.end]
        is_whole = str(whole) in number and number.endswith(f"{rest}{unit}")
        assert finding.reason or finding.fault or is_whole
