import doctest
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter

from helpers import explore
from helpers.explore import compare, figures, indicators, label, places, targets, trace
from helpers.problems import UsageError

OpenShell = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("in_the_project")
MODULES = [
    module.name
    for module in pkgutil.iter_modules(explore.__path__, "helpers.explore.")
    if module.name != "helpers.explore.widget"
]


# --- examples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["helpers.explore", *MODULES])
def test_every_example_of_a_docstring_gives_what_it_says(name: str) -> None:
    outcome = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE
    )

    assert outcome.failed == 0


@pytest.mark.parametrize("name", ["compare", "draw", "figures", "label", "targets", "trace"])
def test_every_verb_has_an_example(name: str) -> None:
    assert doctest.DocTestFinder().find(getattr(explore, name))[0].examples


# --- what there is -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["luohe", "Luohe", "luohe ", "漯河", "漯河市"])
def test_a_place_goes_by_its_identifier_and_by_its_names(name: str) -> None:
    assert places.find(name) == "luohe"


def test_tab_completes_places_and_indicators_printed_and_derived(open_shell: OpenShell) -> None:
    shell: Any = open_shell(places=places, indicators=indicators)
    shell.Completer.use_jedi = False

    def complete(text: str) -> set[str]:
        with provisionalcompleter():
            return {found.text for found in shell.Completer.completions(text, len(text))}

    assert {".luohe", ".luoyang"} <= complete("places.luo")
    assert {".rd_expenditure", ".rd_expenditure_over_gdp"} <= complete("indicators.rd_exp")
    assert "漯河市" in places._ipython_key_completions_()


def test_the_table_of_places_names_them_in_both_languages() -> None:
    table = places.table

    assert list(table.loc["luohe", ["name_zh", "name_en"]]) == ["漯河市", "Luohe"]
    assert table["figures"].sum() > 0
    assert len(table) == len(places)


@pytest.mark.parametrize(
    ("wrong", "nearest"), [("loohe", "luohe"), ("Lou yang", "luoyang"), ("济原", "jiyuan")]
)
def test_a_place_that_is_not_known_is_refused_and_the_nearest_is_named(
    wrong: str, nearest: str
) -> None:
    with pytest.raises(UsageError, match=f"{wrong}.*perhaps '{nearest}'"):
        figures(wrong)


def test_a_place_like_no_other_is_refused_with_the_first_ones() -> None:
    with pytest.raises(UsageError, match=r"no place 'xyz'; expected one of china, .*, …"):
        figures("xyz")


def test_an_attribute_that_is_no_indicator_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match="perhaps 'rd_intensity'"):
        indicators.rd_intensty  # noqa: B018


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("figures('loohe')", "no place 'loohe'; perhaps 'luohe'"),
        ("figures(5)", "5 is not a valid place; expected 'china', …"),
        ("figures(as_of=2022)", "2022 is not a date; expected a day such as '2022-12-31'"),
        ("figures(as_off='2022-12-31')", "no column 'as_off'; expected perhaps 'as_of'"),
        ("compare(['gdp'])", "['gdp'] is not a valid indicator; expected 'rd_intensity', …"),
        ("compare('gpd')", "no indicator 'gpd'; perhaps 'gdp'"),
        ("draw('gdp', 'loohe')", "no place 'loohe'; perhaps 'luohe'"),
        (
            "draw('gdp', years=2023.5, province='henan')",
            "2023.5 are not years; expected 2023, or (2019, 2023)",
        ),
        ("targets('loohe')", "no place 'loohe'; perhaps 'luohe'"),
        ("places.loohe", "no place 'loohe'; perhaps 'luohe'"),
        ("indicators['gpd']", "no indicator 'gpd'; perhaps 'gdp'"),
    ],
)
def test_a_notebook_shows_a_mistake_in_one_line_and_no_traceback(
    code: str, said: str, capsys: pytest.CaptureFixture[str], open_shell: OpenShell
) -> None:
    open_shell(**vars(explore)).run_cell(code)

    assert capsys.readouterr().out.strip() == f"error: {said}"


def test_years_of_a_table_are_years_too() -> None:
    year = pd.Series([2023]).max()

    assert figures("luohe", "rd_intensity", year)["as_printed"].tolist() == ["2.1%"]


# --- figures -----------------------------------------------------------------------------------


def test_figures_are_chosen_by_place_indicator_and_year() -> None:
    # Luohe plan, line 9, and Luohe report, line 17.
    found = figures("luohe", "rd_intensity")

    assert found["as_printed"].tolist() == ["0.86%", "1%", "1.14%", "2.1%"]
    assert figures("luohe", "rd_intensity", years=2020)["as_printed"].tolist() == ["1%", "1.14%"]
    assert figures("luohe,henan", "rd_intensity", (2022, 2023))["place"].nunique() == 2


def test_a_deadline_belongs_to_its_year() -> None:
    (target,) = figures("luohe", "rd_expenditure", years=2025).to_dict("records")

    assert (target["period"], target["basis"], target["as_printed"]) == (
        *("by 2025", "target"),
        "突破25亿元",
    )


def test_figures_of_a_day_leave_out_what_was_written_later() -> None:
    found = figures("luohe", "rd_intensity", as_of="2022-12-31")

    assert found["as_printed"].tolist() == ["0.86%", "1%"]


def test_what_is_not_reported_is_nothing_and_no_error() -> None:
    assert figures("puyang", "rd_intensity").empty
    assert compare("rd_intensity", "puyang", years=2019).empty


def test_printed_figures_and_derived_values_do_not_mix() -> None:
    assert figures("luohe", "rd_expenditure_over_gdp")["derived_id"].notna().all()
    with pytest.raises(UsageError, match="one kind at a time"):
        figures("luohe", ["rd_intensity", "rd_expenditure_over_gdp"])


def test_other_columns_are_chosen_too_and_a_wrong_one_is_named() -> None:
    assert set(figures("luohe", basis="target")["basis"]) == {"target"}
    with pytest.raises(UsageError, match=r"'basi'.*'basis'"):
        figures("luohe", basi="target")


@pytest.mark.parametrize(
    ("verb", "wrong", "expected"), [(label, 3, "not a table"), (trace, None, "not a figure_id")]
)
def test_what_is_of_another_kind_is_refused_in_one_line(
    verb: Callable[[object], object], wrong: object, expected: str
) -> None:
    with pytest.raises(UsageError, match=expected):
        verb(wrong)


@pytest.mark.parametrize("years", [(2023, 2019), (2019,), ("2019", "2023")])
def test_what_are_no_years_is_refused(years: object) -> None:
    with pytest.raises(UsageError, match="are not years"):
        figures("luohe", years=years)  # type: ignore[arg-type]


# --- places beside each other ------------------------------------------------------------------


def test_a_comparison_holds_no_target_no_estimate_and_nothing_provisional() -> None:
    # Of 2020 Luohe has an estimate of 1% and a figure of 1.14%; its expenditure is provisional.
    assert compare("rd_intensity", "luohe").loc["luohe", "2020"] == 1.14
    assert compare("rd_intensity", "luohe", as_of="2021-12-31")["2020"].isna().all()
    assert "2020" not in compare("rd_expenditure", "luohe").columns
    assert "2025" not in compare("high_tech_enterprises", "luohe").columns


def test_half_a_year_has_a_column_of_its_own_and_says_so() -> None:
    table = compare("talents_attracted", "luohe", language="zh", show="text")

    assert table.columns.tolist() == ["2023年", "2024年上半年"]
    assert table.to_numpy().tolist() == [["9084人", "4804人"]]


def test_each_day_has_the_vintage_known_then() -> None:
    # About 1% in the plan of 2021, 1.14% in the report of 2024.
    known = [compare("rd_intensity", "luohe", 2020, day, "vintage") for day in ("2022-12-31", "")]
    assert [frame.loc["luohe", "2020"] for frame in known] == ["2021", "2024"]
    assert compare("rd_intensity", "luohe", 2020).loc["luohe", "2020"] == 1.14


def test_a_printed_year_stands_before_an_inferred_one_of_a_later_day() -> None:
    # 2.80% for 2020 in the announcement of 2021; 2.82% for the end of the plan in 2025.
    shown = [compare("rd_intensity", "luoyang", 2020, "", show) for show in ("value", "vintage")]
    assert [frame.loc["luoyang", "2020"] for frame in shown] == [2.80, "2021"]


def test_a_bound_is_no_value_but_limits_one() -> None:
    # 2023: every city above the national 2.65% is named, and Puyang is not.
    assert compare("rd_intensity", "puyang,luohe", 2023)["2023"].isna().tolist() == [True, False]
    assert compare("rd_intensity", "puyang", 2023, show="high").loc["puyang", "2023"] == 2.65


def test_ranks_say_what_bounds_leave_open() -> None:
    ranks = compare("rd_intensity", years=2023, show="rank", province="henan")["2023"]

    assert ranks[["luoyang", "jiyuan", "jiaozuo"]].tolist() == ["1", "2", "3"]
    assert ranks["puyang"] == "7–18"


def test_a_column_that_cannot_be_shown_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'valeu'.*'value'"):
        compare("rd_intensity", show="valeu")


# --- targets and origins -----------------------------------------------------------------------


def test_a_target_stands_beside_the_pace_it_needs() -> None:
    table = targets("jiaozuo").set_index("indicator")
    pace = ((300 / 51) ** (1 / 6) - 1) * 100  # 51 in 2015, 300 by 2021

    row = table.loc["high_tech_enterprises"]
    assert row["needed_percent"] == round(pace, 2)
    assert row["so_far_percent"] == round(((520 / 51) ** (1 / 9) - 1) * 100, 2)


@pytest.mark.parametrize(
    ("language", "document", "where"),
    [
        ("en", "Report on advancing major projects", "line 17"),
        (
            "zh",
            "《关于深入推进“三个一批”“三个五百亿”、加快重大项目建设工作开展情况的报告》",
            "第17行",
        ),
    ],
)
def test_a_figure_leads_to_its_document_and_line(language: str, document: str, where: str) -> None:
    told = trace("luohe-report-2024:17j", language)

    assert {document, where, "2.1%", "研发投入强度"} <= set(told)


@pytest.mark.parametrize(("language", "mark"), [("en", "(inferred)"), ("zh", "（推断）")])
def test_a_day_that_no_document_prints_is_said_to_be_inferred(language: str, mark: str) -> None:
    def tells(row: str) -> bool:
        return any(mark in text for text in trace(row, language))

    assert tells("city-yearbook-2021-gdp:luohe.gdp.2020")
    assert not tells("puyang-reply-2022:33a")


def test_a_derived_value_leads_to_both_of_its_rows() -> None:
    rows = {"st-yearbook-2024:henan.rd_expenditure.2023.activity", "hketo-henan:henan.gdp.2023"}

    assert rows <= set(trace("rd_expenditure_over_gdp.henan.2023"))


def test_a_figure_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="'luohe-report-2024:17j'"):
        trace("luohe-report-2024:17jj")


def test_data_that_changed_are_read_anew(
    project_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project_copy)
    assert figures("luohe", "rd_intensity", 2023)["as_printed"].tolist() == ["2.1%"]
    path = project_copy / "data/processed/henan/figures.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",2.1%,,,2.1,2.1,2.1,", ",2.9%,,,2.9,2.9,2.9,"), encoding="utf-8")

    assert figures("luohe", "rd_intensity", 2023)["as_printed"].tolist() == ["2.9%"]
