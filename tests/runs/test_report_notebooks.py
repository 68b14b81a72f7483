from pathlib import Path

import pytest
from project_copies import copy_report_notebooks, write_report_notebook

from helpers.data.tables.folders import OWN_DATA
from helpers.problems import UsageError
from helpers.runs.notebook_runs import Run
from helpers.runs.pipeline import plan_reports
from helpers.runs.report_notebooks import find_report_notebooks

pytestmark = pytest.mark.slow


def write(project: Path, name: str, kind: str, *lines: str, source: str = "1") -> Path:
    return write_report_notebook(project / f"notebooks/{name}.ipynb", kind, *lines, source=source)


def plan(project: Path, **options: str) -> set[str]:
    jobs = plan_reports(project, project / "reports", language="en", **options)
    return {job.name for job in jobs}


def test_the_shipped_reports_are_found_by_what_their_notebooks_say(project: Path) -> None:
    found = {(one.kind, one.name) for one in find_report_notebooks(project)}

    assert {("city", ""), ("province", "comparison"), ("province", "audit")} <= found


def test_a_notebook_of_ones_own_makes_a_report_of_each_city_province_or_one(
    project_copy: Path,
) -> None:
    write(project_copy, "30-talent-question", "city")
    write(project_copy, "my-view", "province")
    write(project_copy, "whole", "nothing")

    everything = plan(project_copy)

    assert {"talent-question.luohe.en", "talent-question.fuzhou.en"} <= everything
    assert {"my-view.henan.en", "my-view.fujian.en", "whole.en"} <= everything
    assert plan(project_copy, city="luohe") == {"talent-question.luohe.en"}
    assert "whole.en" not in plan(project_copy, province="henan")


def test_the_name_of_the_reports_can_be_set(project_copy: Path) -> None:
    write(project_copy, "我的问题", "nothing", 'report_name = "question"')

    assert plan(project_copy) == {"question.en"}


def test_a_notebook_beside_the_data_of_ones_own_runs_in_the_project(
    project_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "henan"
    path = write(own, "mine", "nothing")
    monkeypatch.setenv(OWN_DATA, str(own))

    (job,) = plan_reports(project_copy, tmp_path, language="en")

    assert (job.name, job.run.notebook) == ("mine.en", path)
    assert job.run.folder == project_copy / "notebooks"
    assert Run(project_copy / "notebooks/x.ipynb", {}, project_copy).folder == job.run.folder


def test_a_notebook_that_may_read_other_provinces_depends_on_all(project_copy: Path) -> None:
    write(project_copy, "one", "province")
    write(project_copy, "several", "province", source='open_question("all", language)')

    reads = {job.name: job.province for job in plan_reports(project_copy, project_copy)}

    assert (reads["one.henan.en"], reads["several.henan.en"]) == ("henan", "")


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("x", "town", "report_of = 'town'; expected one of 'city', 'province', 'nothing'"),
        ("luohe", "nothing", "the name 'luohe' is taken"),
        ("index", "nothing", "the name 'index' is taken"),
        ("99-comparison", "province", "notebooks/04-comparison-report.ipynb makes reports"),
        ("我的", "nothing", "small Latin letters"),
    ],
)
def test_what_is_not_clear_is_refused_in_one_line(
    project: Path, project_copy: Path, name: str, kind: str, told: str
) -> None:
    copy_report_notebooks(project, project_copy)
    write(project_copy, name, kind)

    with pytest.raises(UsageError, match=told) as caught:
        plan(project_copy)

    assert "expected" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_parameter_is_named(project_copy: Path) -> None:
    path = write(project_copy, "x", "city")
    path.write_text(path.read_text().replace('city = \\"luohe\\"\\n', ""), encoding="utf-8")

    with pytest.raises(UsageError, match="does not set city; expected a line such as city = ''"):
        plan(project_copy)
