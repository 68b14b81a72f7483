"""A city that is the only one of its province in places.csv."""

from pathlib import Path

from page_making import write_first_page

from helpers.pages.items import Chart
from helpers.pages.matter import Cover
from helpers.reports.city.city_profile import list_positions
from helpers.reports.city_report import open_city_report


def move_to_a_province_of_its_own(project: Path, city: str) -> None:
    path = project / "data/raw/henan/places.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    (number,) = (n for n, line in enumerate(lines) if line.startswith(f"{city},"))
    lines[number] = lines[number].replace(",henan,", ",elsewhere,")
    lines.append("elsewhere,他省,他省,Elsewhere,province,990000,china,,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_city_alone_in_its_province_has_no_ranks_and_no_spine(project_copy: Path) -> None:
    move_to_a_province_of_its_own(project_copy, "jiaozuo")
    city = open_city_report("jiaozuo", "en", project=project_copy)

    items = write_first_page(city, list_positions(city)).items

    assert list_positions(city) == []
    assert not any(isinstance(item, Chart) for item in items)
    (cover,) = [item for item in items if isinstance(item, Cover)]
    # The first of what may lead a report, with its level: printed in 2023.
    assert cover.title == "Jiaozuo: R&D intensity stood at 2.82% in 2023"
