"""What reports say of findings in number: it must be the number that they claim, or none."""

import re
from collections import Counter
from collections.abc import Mapping

from claims.asserting import list_texts
from claims.facts.processed_rows import Processed
from claims.told import Told
from helpers.words.language import read_catalogue


def count_claims(told: Told) -> Counter[str]:
    found = (claim["relation"] for claim in told.claims if claim["kind"] == "contradiction")
    return Counter(relation.partition("_")[0] for relation in found)


def test_the_title_of_an_audit_counts_the_findings_that_it_claims(every_report: list[Told]) -> None:
    audits = [told for told in every_report if told.name.startswith("audit-")]
    for told in audits:
        title = next(text for kind, text in list_texts(told) if kind == "title")
        counts = count_claims(told)
        assert re.findall(r"\d+", title) == [str(number) for _, number in sorted(counts.items())]

    assert audits


def test_no_city_is_told_to_be_without_findings_that_has_one(
    every_report: list[Told], processed: Mapping[str, Processed]
) -> None:
    audited = {told.name: told for told in every_report if told.name.startswith("audit-")}
    for told in every_report:
        data, none = processed[told.province], read_catalogue()["findings_none"][told.language]
        name = data.places[told.home]["name_en" if told.language == "en" else "short_zh"]
        if none.format(city=name) in {text for _, text in list_texts(told)}:
            inside = {slug for slug, row in data.places.items() if row["parent"] == told.home}
            found = [
                claim["sentence"]
                for claim in audited[f"audit-{told.province}"].claims
                if claim["kind"] == "contradiction" and "_province" not in claim["relation"]
                for figure in claim["figures"].split("|")
                if figure in data.printed
                if data.printed[figure]["place"] in {told.home, *inside}
            ]
            assert found == [], told.name


def test_what_a_sum_of_all_cities_leaves_a_city_too_little_of_is_told_in_its_report(
    every_report: list[Told],
) -> None:
    told = {
        kind: {
            (one.name, claim["sentence"])
            for one in every_report
            if one.name.startswith(kind)
            for claim in one.claims
            if claim["message"] == "audit_province_odd"
        }
        for kind in ("audit", "city")
    }

    # GDP of 2023 less that of 17 cities leaves CNY 13.4 billion; in 2020 it was 70.3.
    assert len(told["audit"]) == 2
    assert {name for name, _ in told["city"]} == {"city-jiyuan"}
    assert {text for _, text in told["city"]} == {text for _, text in told["audit"]}
