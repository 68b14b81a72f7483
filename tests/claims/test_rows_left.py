"""What reports leave out, say in pictures and refuse to divide: counted and worked out anew."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from claims.facts.naming import Row
from claims.facts.processed_rows import Processed
from claims.texts.written_numbers import NUMBER, is_written, read_number
from claims.told import Told
from helpers.pages.items import Section, Table
from helpers.words.language import read_catalogue

LABORATORY, CONTRACTS = "provincial_laboratory", ("contracts", "construction")


def find_number(key: str, text: str, language: str) -> int | None:
    """Return the number that a message with one number tells; None where a text is not of it."""
    first, _, last = read_catalogue()[key][language].partition("{count}")
    last = re.escape(re.sub(r"\{\w+:[^}]*\}", "~", last)).replace("\\~", "~").replace("~", r"\w+")
    found = re.fullmatch(rf"{re.escape(first)}(\d+){last}", text)
    return int(found[1]) if found else None


def list_own(told: Told, data: Processed) -> Iterator[tuple[Row, Row]]:
    """Yield the printed rows of a city and of the places inside it, with their indicators."""
    for row in data.printed.values():
        if told.home in (row["place"], data.places[row["place"]]["parent"]):
            yield row, data.names["en"].measures[row["indicator"]]


def count_rows(told: Told, data: Processed) -> set[int]:
    """Count the rows of its largest laboratory, and the steps of contracts without buildings."""
    of_laboratory = Counter(
        row["entity"] for row, _ in list_own(told, data) if row["subject"] == LABORATORY
    )
    steps = sum(
        (row["subject"] in CONTRACTS and not about["group"].startswith("building"))
        or (row["subject"] == "cooperation" and about["step"] == "intent")
        for row, about in list_own(told, data)
    )
    return {max(of_laboratory.values(), default=0), steps}


def test_a_table_says_how_many_rows_it_leaves_out(
    every_report: Sequence[Told], processed: Mapping[str, Processed]
) -> None:
    said = [
        (told, item, left)
        for told in every_report
        for section in told.sections
        for item in section.items
        if isinstance(item, Table)
        for note in item.notes
        if (left := find_number("rows_left", note, told.language)) is not None
    ]

    for told, item, left in said:
        assert len(item.rows) + left in count_rows(told, processed[told.province]), item.caption
    assert {told.language for told, *_ in said} == {"zh", "en"}


def list_findings(told: Told, data: Processed, audit: Told) -> set[tuple[str, ...]]:
    """Return the findings of an audit about figures or parties of a city and the places in it."""
    own = {row["figure_id"] for row, _ in list_own(told, data)}
    return {
        (claim["relation"], claim["figures"], claim["against"])
        for claim in audit.claims
        if claim["kind"] == "contradiction" and not claim["relation"].endswith("_province")
        if own & {*claim["figures"].split("|")} or claim["places"] == told.home
    }


def count_told(section: Section, language: str) -> tuple[int, int] | None:
    """Return how many findings a section sets in its table, and how many more it tells of."""
    tables = [item for item in section.items if isinstance(item, Table)]
    left = [find_number("table_findings_left", table.caption, language) for table in tables]
    found = zip(tables, left, strict=True)
    return next(((len(table.rows), number) for table, number in found if number is not None), None)


def test_a_report_says_how_many_findings_about_its_city_it_leaves_to_the_audit(
    every_report: Sequence[Told], processed: Mapping[str, Processed]
) -> None:
    audits = {(t.province, t.language): t for t in every_report if t.name.startswith("audit-")}
    said = []
    for told in every_report:
        for shown, left in filter(None, (count_told(s, told.language) for s in told.sections)):
            data, audit = processed[told.province], audits[told.province, told.language]
            found = list_findings(told, data, audit)
            said.append((told.name, shown + left - len(found)))

    assert said
    assert [one for one in said if one[1]] == []


def test_the_parts_in_a_picture_have_the_shares_that_their_numbers_give(
    every_report: Sequence[Told], processed: Mapping[str, Processed]
) -> None:
    pictured = 0
    for told in every_report:
        labels = [text for key, text in told.drawn if key == "part_label"]
        for claim in told.claims if labels else ():
            if claim["message"] == "chart_composition":
                total = Decimal(processed[told.province].find(claim["against"])["value"])
                numbers = [
                    [read_number(found)[0] for found in NUMBER.finditer(text)] for text in labels
                ]
                assert sum(number for number, _ in numbers) == total
                for number, share in numbers:
                    assert abs(100 * number / total - share) <= Decimal("0.05"), labels
                pictured += len(numbers)

    assert pictured


def list_bands(told: Told, data: Processed) -> Iterator[tuple[int, Row]]:
    """Yield of each measure and year how many cities stand on the highest ceiling alone."""
    cities = [place for place, row in data.places.items() if row["parent"] == told.province]
    for measure, period in {(r["indicator"], r["period"]) for r in data.derived.values()}:
        rows = [data.stand(measure, city, period) for city in cities]
        capped = [row for row in rows if row is not None and row.get("kind") == "ceiling"]
        highest = max((Decimal(row["value_high"]) for row in capped), default=Decimal(0))
        same = [row for row in capped if Decimal(row["value_high"]) == highest]
        if same:
            yield len(same), same[0]


def test_a_band_in_a_picture_holds_as_many_cities_as_it_says(
    every_report: Sequence[Told], processed: Mapping[str, Processed]
) -> None:
    said = [(told, text) for told in every_report for key, text in told.drawn if "band" in key]

    for told, text in said:
        count, figure = [read_number(found) for found in NUMBER.finditer(text)]
        bands = list_bands(told, processed[told.province])
        assert any(count[0] == number and is_written(figure, row) for number, row in bands), text
    assert {told.language for told, _ in said} == {"zh", "en"}
