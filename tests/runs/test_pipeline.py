import csv
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from project_copies import copy_report_notebooks

from helpers.machine_faults import check_folders
from helpers.problems import UsageError
from helpers.runs import pipeline
from helpers.runs.notebook_runs import NotebookError, Run
from helpers.runs.pipeline import Job, keep, make, plan_reports
from helpers.words.language import LANGUAGES

pytestmark = pytest.mark.slow

EditCell = Callable[[str, str, str, str], tuple[str, int]]


@pytest.fixture
def project_copy(project: Path, project_copy: Path) -> Path:
    return copy_report_notebooks(project, project_copy)


def names(jobs: list[Job]) -> list[str]:
    return [job.name for job in jobs]


# --- what is planned ---------------------------------------------------------------------------


# Cities of prefecture level, by province.
CITIES = {"fujian": 9, "henan": 18}
OF_A_PROVINCE = (
    *("comparison", "audit"),
    *("convergence", "talent-and-firms", "rank-uncertainty", "realistic-targets"),
)


def read_cities(project: Path, province: str) -> list[str]:
    path = project / f"data/raw/{province}/places.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [row["place"] for row in csv.DictReader(stream) if row["kind"] == "prefecture_city"]


def test_every_city_and_each_comparison_and_audit_are_reported_in_both_languages(
    project: Path, tmp_path: Path
) -> None:
    jobs = plan_reports(project, tmp_path)

    reports = [f"{report}.{province}" for report in OF_A_PROVINCE for province in CITIES]
    for province, count in CITIES.items():
        cities = read_cities(project, province)
        assert len(cities) == count
        reports += cities
        assert {job.run.parameters.get("city") for job in jobs if job.province == province} == {
            *cities,
            None,
        }
    assert sorted(names(jobs)) == sorted(f"{name}.{code}" for name in reports for code in LANGUAGES)
    assert len(jobs) == (18 + 9 + 6 * 2) * 2
    assert [job.output for job in jobs] == [tmp_path / f"{name}.pdf" for name in names(jobs)]


def test_one_language_leaves_the_other_out(project: Path, tmp_path: Path) -> None:
    jobs = plan_reports(project, tmp_path, language="en")

    assert {job.run.parameters["language"] for job in jobs} == {"en"}
    assert "comparison.henan.en" in names(jobs)


def test_one_city_is_reported_without_the_comparison(project: Path, tmp_path: Path) -> None:
    jobs = plan_reports(project, tmp_path, city="luohe")

    assert sorted(names(jobs)) == ["luohe.en", "luohe.zh"]
    assert [job.run.parameters["city"] for job in jobs] == ["luohe", "luohe"]


def test_a_province_links_the_reports_on_its_cities_and_a_city_none(
    project: Path, tmp_path: Path
) -> None:
    day = "2016-12-30"  # of the cities of Henan, only Jiaozuo was known
    old = plan_reports(project, tmp_path, language="en", as_of=day)

    linked = {job.name: job.linked for job in old}
    assert linked[f"comparison.henan.{day}.en"] == (f"jiaozuo.{day}.en",)
    assert linked[f"jiaozuo.{day}.en"] == ()


def test_the_day_reaches_every_notebook(project: Path, tmp_path: Path) -> None:
    jobs = plan_reports(project, tmp_path, as_of="2022-12-31")

    assert {job.run.parameters["as_of"] for job in jobs} == {"2022-12-31"}


def test_what_was_known_on_a_day_is_a_report_beside_the_one_of_today(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "luohe.en.html").touch()  # of today: no other language of the report of that day

    (job,) = plan_reports(project, tmp_path, "luohe", "zh", "2022-12-31")

    assert [path.name for path in job.outputs] == [
        "luohe.2022-12-31.zh.pdf",
        "luohe.2022-12-31.zh.html",
    ]
    assert job.languages == ("zh",)


@pytest.mark.parametrize(
    ("day", "provinces"), [("2016-12-30", ["henan"]), ("2016-12-31", ["fujian", "henan"])]
)
def test_a_city_or_province_of_which_nothing_was_known_on_that_day_has_no_report(
    project: Path, tmp_path: Path, day: str, provinces: list[str]
) -> None:
    # A newspaper of 4 January 2016 names Jiaozuo; the first yearbook of all cities of Henan is
    # known in 2017. That of Fujian is of 2016, without a month: known at the end of that year.
    jobs = plan_reports(project, tmp_path, language="en", as_of=day)

    cities = read_cities(project, "fujian") if "fujian" in provinces else []
    reports = [f"{report}.{name}" for report in OF_A_PROVINCE for name in provinces]
    assert sorted(names(jobs)) == sorted(
        f"{report}.{day}.en" for report in ("jiaozuo", *cities, *reports)
    )


def test_a_day_on_which_nothing_was_known_is_refused_with_the_first_that_counts(
    project: Path, tmp_path: Path
) -> None:
    # The yearbook of 2012 is the oldest publication; it is of the province and the nation.
    with pytest.raises(UsageError, match=r"2013-06-29.*; expected .*2013-06-30"):
        plan_reports(project, tmp_path, as_of="2013-06-29")

    jobs = plan_reports(project, tmp_path, as_of="2013-06-30")
    assert names(jobs) == [
        f"{report}.henan.2013-06-30.{code}" for code in ("zh", "en") for report in OF_A_PROVINCE
    ]


def test_a_city_is_reported_from_its_first_figure_on(
    project_copy: Path, tmp_path: Path, edit_cell: EditCell
) -> None:
    # The figure has not been cleaned yet: that is the first part of the same command.
    edit_cell("rd_intensity", "luohe-plan-2021:9b", "place", "zhengzhou")

    jobs = plan_reports(project_copy, tmp_path, language="en")

    assert "zhengzhou.en" in names(jobs)


def test_what_cleaning_writes_need_not_be_there_before(project_copy: Path, tmp_path: Path) -> None:
    (project_copy / "data/processed/henan/figures.csv").unlink()

    assert "luohe.en" in names(plan_reports(project_copy, tmp_path, language="en"))


@pytest.mark.parametrize(
    ("city", "meant"),
    [
        ("luohee", "luohe"),
        ("漯河", "luohe"),
        ("漯河市", "luohe"),
        ("Luohe", "luohe"),
        ("Puyang", "puyang"),
        ("xinxaing", "xinxiang"),
    ],
)
def test_a_city_written_otherwise_is_told_with_the_one_meant(
    project: Path, tmp_path: Path, city: str, meant: str
) -> None:
    with pytest.raises(UsageError, match=rf"^no city '{city}' .*; expected perhaps '{meant}'$"):
        plan_reports(project, tmp_path, city=city)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("henan", "^'henan' is a province; expected PROVINCE=henan, or one of its cities$"),
        ("fujian", "^'fujian' is a province; expected PROVINCE=fujian, or one of its cities$"),
        ("wuzhi", "^no city 'wuzhi'"),
        ("china", "^no city 'china'"),
    ],
)
def test_a_place_that_is_no_city_has_no_report(
    project: Path, tmp_path: Path, place: str, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        plan_reports(project, tmp_path, city=place)


def test_an_unknown_language_is_refused(project: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^no language 'fr'; expected one of zh, en$"):
        plan_reports(project, tmp_path, language="fr")


def test_who_takes_cn_for_the_code_of_chinese_is_not_told_to_take_english(
    project: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"^no language 'cn'; expected .*\bzh\b"):
        plan_reports(project, tmp_path, language="cn")


@pytest.mark.parametrize("day", ["2022-02-29", "31.12.2022", "20221231", "2022-W52-6", "2022"])
def test_a_day_that_is_no_date_is_refused(project: Path, tmp_path: Path, day: str) -> None:
    with pytest.raises(UsageError, match=r"is not a date; expected a day such as 2022-12-31$"):
        plan_reports(project, tmp_path, as_of=day)


# --- one job -----------------------------------------------------------------------------------


def job_of(folder: Path, name: str = "luohe.zh") -> Job:
    return Job(name, Run(Path("03-city-report.ipynb"), {}), folder / f"{name}.pdf", ("zh", "en"))


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> NotebookNode:
    """Stand in for a notebook that was executed."""
    notebook: NotebookNode = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# 漯河", id="one")]
    )
    monkeypatch.setattr(pipeline, "execute", lambda *_: notebook)
    return notebook


@pytest.mark.usefixtures("executed")
def test_a_job_makes_a_pdf_and_a_page_that_links_it_and_tells_how_long_it_took(
    tmp_path: Path,
) -> None:
    outcome = make(job_of(tmp_path))

    assert (outcome.failure, outcome.seconds >= 0) == ("", True)
    assert list(tmp_path.iterdir()) == []
    assert keep(outcome).files == {}
    assert sorted(tmp_path.iterdir()) == sorted(outcome.job.outputs)
    pdf, page = (path.read_bytes() for path in outcome.job.outputs)
    assert pdf.startswith(b"%PDF-")
    assert b'href="luohe.zh.pdf"' in page


@pytest.mark.parametrize(
    "error",
    [NotebookError("cell 3 failed"), UsageError("no parameter"), PermissionError("not yours")],
)
def test_a_job_that_fails_tells_why_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> NotebookNode:
        raise error

    monkeypatch.setattr(pipeline, "execute", fail)
    job = job_of(tmp_path)
    job.output.write_text("old", encoding="utf-8")

    assert keep(make(job)).failure == str(error)
    assert job.output.read_text(encoding="utf-8") == "old"


@pytest.mark.usefixtures("executed")
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    job = job_of(tmp_path)
    job.output.mkdir()

    assert "luohe.zh.pdf" in keep(make(job)).failure
    assert job.output.is_dir()


@pytest.mark.usefixtures("executed")
def test_a_notebook_with_nothing_to_print_makes_no_report(
    tmp_path: Path, executed: NotebookNode
) -> None:
    executed.cells.clear()

    assert make(job_of(tmp_path)).failure.startswith("luohe.zh has no executed report cell")
    assert list(tmp_path.iterdir()) == []


def test_each_report_knows_in_which_languages_it_will_lie_in_the_folder(
    project: Path, tmp_path: Path
) -> None:
    assert [job.languages for job in plan_reports(project, tmp_path, "luohe", "zh")] == [("zh",)]
    assert {job.languages for job in plan_reports(project, tmp_path)} == {("zh", "en")}
    (tmp_path / "luohe.en.html").touch()
    assert [job.languages for job in plan_reports(project, tmp_path, "luohe", "zh")] == [
        ("zh", "en")
    ]


# --- the folder of the reports -----------------------------------------------------------------


def test_a_folder_that_does_not_exist_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "for" / "the-mayor"

    check_folders([folder], tmp_path)

    assert folder.is_dir()
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")

    with pytest.raises(UsageError, match=r"^cannot write to file/reports: Not a directory; "):
        check_folders([tmp_path / "file" / "reports"], tmp_path)
