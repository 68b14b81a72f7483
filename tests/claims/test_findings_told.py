"""A finding of which the rows say otherwise must be caught, whatever kind it is of."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from claims.facts.checker import find_faults
from claims.facts.processed_rows import Processed
from claims.told import Told


def list_told(every_report: list[Told], message: str) -> list[Mapping[str, str]]:
    return [
        claim
        for told in every_report
        if told.province == "henan" and told.language == "en"
        for claim in told.claims
        if claim["message"].startswith(message)
    ]


@pytest.mark.parametrize(
    ("message", "columns"),
    [
        ("audit_out_of_line_single", {"value": "100"}),
        ("audit_renamed", {"entity": "nobody"}),
        ("audit_named", {"value": "1", "value_low": "1", "value_high": "1"}),
    ],
)
def test_a_finding_that_other_rows_would_not_bear_out_is_caught(
    message: str,
    columns: dict[str, str],
    every_report: list[Told],
    processed: Mapping[str, Processed],
) -> None:
    data, told = processed["henan"], list_told(every_report, message)
    changed = {
        name: {**row, **columns}
        for name, row in data.printed.items()
        if any(name in claim["figures"].split("|") for claim in told)
    }
    other = replace(data, printed={**data.printed, **changed}, _by_subject={})

    assert told
    assert [claim["sentence"] for claim in told if not find_faults(claim, other)] == []


def test_a_tie_that_no_document_lists_twice_is_caught(
    every_report: list[Told], processed: Mapping[str, Processed]
) -> None:
    data, told = processed["henan"], list_told(every_report, "audit_listed_twice")
    once = list({(row["local_party"], row["partner"]): row for row in data.listed}.values())

    assert told
    assert all(find_faults(claim, replace(data, listed=once, _by_subject={})) for claim in told)
