"""A city that is the only one of its province in places.csv."""

from pathlib import Path

from helpers.pages.matter import Cover
from helpers.reports.city.city_cover import write_city_headline
from helpers.reports.city.city_standing import write_standing_section
from helpers.reports.city_report import open_city_report


def move_to_a_province_of_its_own(project: Path, city: str) -> None:
    path = project / "data/raw/henan/places.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    (number,) = (n for n, line in enumerate(lines) if line.startswith(f"{city},"))
    lines[number] = lines[number].replace(",henan,", ",elsewhere,")
    lines.append("elsewhere,他省,他省,Elsewhere,province,990000,china,,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def find_title(project: Path) -> str:
    (cover,) = (
        item
        for item in write_city_headline(open_city_report("jiaozuo", "en", project=project)).items
        if isinstance(item, Cover)
    )
    return cover.title


def test_a_city_is_ranked_among_the_cities_of_its_province(project_copy: Path) -> None:
    city = open_city_report("jiaozuo", "en", project=project_copy)

    assert write_standing_section(city).items != []
    assert "of 18 cities" in find_title(project_copy)


def test_a_city_alone_in_its_province_is_not_ranked(project_copy: Path) -> None:
    move_to_a_province_of_its_own(project_copy, "jiaozuo")
    city = open_city_report("jiaozuo", "en", project=project_copy)

    assert write_standing_section(city).items == []
    assert "cities" not in find_title(project_copy)
