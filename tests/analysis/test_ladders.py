import figure_factory
import pytest
from figure_factory import CODEBOOK, observe

from helpers.analysis.ladders import (
    Gap,
    Rung,
    find_gaps,
    find_nested,
    lay_figures,
    leave_out_foreign,
)
from helpers.data.figures import Figure

ROWS = [
    {
        "rung": "centres",
        "stock": "engineering_centres_provincial",
        "newly_built": "engineering_centres_provincial_new",
        "award": "",
    },
    {"rung": "all", "stock": "engineering_centres", "newly_built": "", "award": ""},
]
STOCK, NEW = "engineering_centres_provincial", "engineering_centres_provincial_new"


def count(name: str, indicator: str, as_printed: str, **columns: str) -> Figure:
    usual = {"unit": "家", "measure": "stock"} | columns
    return figure_factory.figure(name, indicator, as_printed, **usual)


def lay(*figures: Figure) -> list[Rung]:
    return lay_figures(ROWS, observe(*figures), "luohe")


def find_gap(stock: str, target: str, **columns: str) -> Gap:
    wanted = {"basis": "target", "period": "by 2025"}
    rung = lay(count("a", STOCK, stock, **columns), count("b", STOCK, target, **wanted))[0]
    (gap,) = find_gaps(rung, "count")
    return gap


def ends(gap: Gap) -> tuple[float | None, float | None]:
    low, high = gap.distance.low, gap.distance.high
    return None if low is None else float(low), None if high is None else float(high)


def test_a_class_that_only_another_city_prints_is_no_rung_of_this_one() -> None:
    rows = [
        {"rung": name, "stock": name, "newly_built": "", "award": ""}
        for name in ("salt_chemical_centres", "engineering_centres", "technology_smes", "none")
    ]
    known = observe(
        count("salt", "salt_chemical_centres", "3家", place="linying", scope="county"),
        count("luohe", "engineering_centres", "197家"),
        count("puyang", "engineering_centres", "9家", place="puyang"),
        count("province", "technology_smes", "2.2万家", place="henan", scope="province"),
    )

    def list_rungs(city: str) -> list[str]:
        return [row["rung"] for row in leave_out_foreign(rows, known, city, CODEBOOK)]

    assert list_rungs("puyang") == ["engineering_centres", "technology_smes", "none"]
    assert list_rungs("luohe") == [row["rung"] for row in rows]


def test_the_latest_stock_of_the_whole_city_stands_on_the_rung() -> None:
    rung, other = lay(
        count("early", STOCK, "40家", period="2018"),
        count("late", STOCK, "55家"),
        count("county", STOCK, "7家", place="linying", scope="county", period="2022"),
        count("one", STOCK, "3家", scope="institution", period="2023"),
    )

    assert rung.stock is not None
    assert rung.stock.figure_id == "late"
    assert (other.stock, other.counts) == (None, [])


def test_what_is_newly_built_and_what_is_wanted_stand_apart_from_the_stock() -> None:
    new = {"period": "each 2021/2025", "basis": "target", "measure": "flow"}
    rung = lay(
        count("built", NEW, "9家", period="2016/2020", measure="flow"),
        count("wanted", NEW, "5家", **new),
    )[0]

    assert rung.stock is None
    assert rung.targets == []
    assert rung.newly_built is not None
    assert rung.newly_built.figure_id == "built"
    assert [figure.figure_id for figure in rung.additions] == ["wanted"]
    assert find_gaps(rung, "count") == []


def test_a_rung_with_nothing_but_what_was_built_says_so() -> None:
    built = count("built", NEW, "9家", period="2016/2020", measure="flow")

    assert lay(built)[0].is_only_newly_built
    assert not lay(built, count("stock", STOCK, "55家"))[0].is_only_newly_built
    assert not lay(count("stock", STOCK, "55家"))[0].is_only_newly_built


@pytest.mark.parametrize(
    ("stock", "target", "state", "distance"),
    [
        ("55家", "70家以上", "open", (15, None)),  # 70 - 55 = 15, and more are welcome
        ("55家", "70家", "open", (15, 15)),
        ("203家", "150家", "met", (53, 53)),  # 203 - 150 = 53
        ("520家", "300家以上", "met", (220, 220)),
        ("300家", "300家以上", "met", (0, 0)),
        ("300家", "超300家", "open", (0, None)),  # over 300 is not reached at 300
        ("301家", "超300家", "met", (1, 1)),
        ("1家", "2-3家", "open", (1, 2)),
        ("2家", "2-3家", "undecided", (0, 1)),
        ("3家", "2-3家", "met", (0, 1)),
        ("300余家", "250家", "met", (50, None)),
        ("300余家", "350家", "undecided", (None, 50)),
        # "About 60" is anything from 30 to 120: 100 - 120 = -20, 100 - 30 = 70.
        ("60家左右", "100家", "undecided", (-20, 70)),
    ],
)
def test_a_gap_is_as_sure_as_the_prints(
    stock: str, target: str, state: str, distance: tuple[float | None, float | None]
) -> None:
    gap = find_gap(stock, target)

    assert (gap.state, ends(gap)) == (state, distance)


def test_a_ceiling_is_not_climbed() -> None:
    wanted = {"basis": "target", "period": "by 2025"}
    rung = lay(count("a", STOCK, "55家"), count("b", STOCK, "不超过70家", **wanted))[0]

    assert len(rung.targets) == 1
    assert find_gaps(rung, "count") == []


def test_a_stock_of_a_time_after_the_deadline_is_told() -> None:
    assert find_gap("80家", "70家", period="2026").is_late
    assert not find_gap("80家", "70家", period="2025").is_late


def test_a_narrower_class_is_taken_of_the_period_of_the_wider_one() -> None:
    figures = [
        count("narrow-2020", STOCK, "55家"),
        count("narrow-2023", STOCK, "66家", period="2023"),
        count("wide-2020", "engineering_centres", "197家"),
    ]

    pairs = find_nested(lay(*figures), observe(*figures), CODEBOOK)

    assert [(one.figure_id, other.figure_id) for one, other in pairs] == [
        ("narrow-2020", "wide-2020")
    ]


def test_a_narrower_class_of_another_period_is_still_not_added() -> None:
    figures: list[Figure] = [
        count("narrow-2023", STOCK, "66家", period="2023"),
        count("wide-2020", "engineering_centres", "197家"),
    ]

    pairs = find_nested(lay(*figures), observe(*figures), CODEBOOK)

    assert [one.figure_id for one, _ in pairs] == ["narrow-2023"]
    assert find_nested(lay(figures[0]), observe(figures[0]), CODEBOOK) == []
