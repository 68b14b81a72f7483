"""What reports say of findings in number: it must be the number that they claim, or none."""

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

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


def test_the_chart_of_positions_counts_the_ranks_that_it_claims_by_thirds(
    every_report: list[Told],
) -> None:
    titles: dict[str, list[Fraction]] = {}
    for told in every_report:
        for claim in told.claims:
            if claim["message"].startswith("profile_title_"):
                best, worst, total = (int(claim[name]) for name in ("low", "high", "total"))
                assert 4 * (worst - best) < total
                height = (Fraction(best + worst, 2) - Fraction(1, 2)) / total
                titles.setdefault(claim["sentence"], []).append(height)
    for title, heights in titles.items():
        total = len(heights)
        ends = {"top|前": sum(3 * one <= 1 for one in heights)}
        ends["bottom|后"] = sum(3 * one >= 2 for one in heights)
        for end, count in ends.items():
            number = r"both|两项" if total == 2 else rf"all {total} |{total}项.*均"
            if count == total:
                assert re.search(end, title), title
                assert re.search(number, title), title
            else:
                said = re.findall(rf"(?:{end}) third in (\d+)|(\d+)项居(?:{end})", title)
                assert ["".join(one) for one in said] == [str(count)] * bool(count), title
        if total not in ends.values():
            assert re.search(rf"of {total} clear|的{total}项科技", title), title

    assert len(titles) > 40


RATIO = re.compile(r"(\d{4})年为(\d{4})年的([\d.]+)倍|\((\d{4})/(\d{4}): ([\d.]+)")
MEAN = re.compile(r"几何平均的([\d.]+)倍|\(([\d.]+) times the geometric mean")


def test_a_figure_out_of_line_is_told_with_the_ratio_of_the_years_named(
    every_report: list[Told], processed: Mapping[str, Processed]
) -> None:
    told_of: dict[tuple[str, str], list[dict[str, Decimal]]] = {}
    for told in every_report:
        data = processed[told.province]
        for claim in told.claims:
            if re.match("audit_out_of_line(_level)?_many", claim["message"]):
                rows = [data.printed[name] for name in claim["figures"].split("|")]
                values = {row["period"]: Decimal(row["value"]) for row in rows}
                told_of.setdefault((told.name, claim["sentence"]), []).append(values)
    for (_, sentence), findings in told_of.items():
        ratios = [[part for part in one if part] for one in RATIO.findall(sentence)]
        means = [Decimal("".join(one)) for one in MEAN.findall(sentence)]
        assert len(ratios) + len(means) == len(findings), sentence
        for later, earlier, said in ratios:
            found = [f[later] / f[earlier] for f in findings if later in f and earlier in f]
            assert any(abs(one - Decimal(said)) <= Decimal("0.005") for one in found), sentence
        for said in means:
            triples = [[f[year] for year in sorted(f)] for f in findings if len(f) == 3]
            found = [own / (before * after).sqrt() for before, own, after in triples]
            assert any(abs(one - said) <= Decimal("0.005") for one in found), sentence

    assert told_of
