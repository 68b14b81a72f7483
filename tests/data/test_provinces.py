"""A second province beside the shipped one: nothing of it enters what is said of the first."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from documentation_pages import apply, read_blocks
from project_copies import copy_report_notebooks

from helpers.audit.doubts import write_processed
from helpers.cli import main
from helpers.data.new_province import list_divisions, start_province
from helpers.data.raw_data import read_raw_data
from helpers.data.tables.folder_packages import write_packages
from helpers.data.tables.folders import OWN_DATA, find_folders, use_data
from helpers.explore import compare
from helpers.explore.menu import list_menu
from helpers.explore.widget import Explorer
from helpers.problems import InputError, UsageError
from helpers.reports.city.city_profile import list_positions
from helpers.reports.city.peer_table import write_peers
from helpers.reports.city.subjects.ladder_sections import write_enterprise_ladder
from helpers.reports.city_report import open_city_report
from helpers.reports.comparison.comparison_report import (
    open_comparison_report,
    write_comparison_headline,
)
from helpers.reports.comparison.heat_table import list_rates, write_heat_table
from helpers.reports.comparison.map_sections import write_maps
from helpers.reports.comparison.spread_section import write_spread
from helpers.reports.report import open_report
from helpers.runs.pipeline import plan_reports
from helpers.runs.rebuilds import find_keys

pytestmark = pytest.mark.slow  # all provinces are read for each test

EXAMPLE = "example-province"


@pytest.fixture(scope="module")
def both(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy beside which lies the province that docs/add-a-province.md invents.

    It has the ten figures of the page, and the census population of one city.
    """
    copy = tmp_path_factory.mktemp("both") / "project"
    for part in ("data/raw", "data/processed"):
        shutil.copytree(project / part, copy / part)
    copy_report_notebooks(project, copy)
    own = copy.parent / EXAMPLE
    list(start_province(copy, EXAMPLE, own))
    for block in read_blocks(project / "docs/add-a-province.md"):
        if block.kind == "csv" and not block.is_mistake:
            apply(copy, block)
    # 236.75 万 people live in Luohe by the census.
    append(
        own / "population.csv",
        "example-yearbook-2024:yunze.census_population.2020,yunze,census_population,2020,printed,,"
        "237,万人,,,actual,stock,whole_city,,A,example-yearbook-2024,table 2-1,人口,,,",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OWN_DATA, str(own))
        write_processed(read_raw_data(copy), copy)
    return copy


@pytest.fixture
def laid(both: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return that copy, to be read, with the province laid over it."""
    monkeypatch.chdir(both)
    monkeypatch.setenv(OWN_DATA, str(both.parent / EXAMPLE))
    return both


@pytest.fixture
def own(both: Path, project_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a province of one's own that may be changed."""
    folder = project_copy.parent / EXAMPLE
    shutil.copytree(both.parent / EXAMPLE, folder)
    monkeypatch.setenv(OWN_DATA, str(folder))
    return folder


def append(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")


def read_problem(project: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_raw_data(project)
    return str(caught.value)


def write_comparison(project: Path) -> str:
    comparison = open_comparison_report("henan", "en", project=project)
    sections = (
        write_comparison_headline(comparison),
        write_heat_table(comparison, list_rates(comparison), comparison.cities),
        write_spread(comparison, list_rates(comparison)),
        write_maps(comparison, list_rates(comparison)[:4]),
    )
    return "\n".join(repr(section.items) for section in sections)


# --- what a report reads -----------------------------------------------------------------------


def test_a_comparison_is_the_same_whether_other_provinces_are_there_or_not(
    laid: Path, project_copy: Path
) -> None:
    jobs = plan_reports(laid, laid / "reports", province="henan")
    beside, keys = write_comparison(laid), find_keys(laid, jobs)
    others = plan_reports(laid, laid / "reports", province=EXAMPLE)
    other_keys = set(find_keys(laid, others).values())
    use_data()
    for stage in ("raw", "processed"):
        shutil.rmtree(project_copy / "data" / stage / "fujian")

    assert write_comparison(project_copy) == beside
    assert find_keys(laid, jobs) == keys
    assert not other_keys & set(keys.values())
    assert {job.name for job in others} >= {"yunze.en", f"comparison.{EXAMPLE}.zh"}


def test_a_city_is_ranked_within_its_province_and_has_no_rungs_of_another(laid: Path) -> None:
    city = open_city_report("yunze", "en", project=laid)

    assert city.rivals == ["yunze", "linhe-example", "shanpu"]
    assert city.report.codebook.rungs == {}
    assert write_enterprise_ladder(city).items == []
    assert {row.place for row in city.report.observations["figure"]} <= {
        *city.rivals,
        EXAMPLE,
        "china",
    }
    assert {one.place for found in list_positions(city) for one in found.comparison.standings} == {
        *city.rivals
    }


@pytest.mark.parametrize("number", ["20", "21", "22", "23"])
def test_a_question_that_so_few_figures_do_not_answer_ends_with_a_word(
    laid: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = (laid / "notebooks").glob(f"{number}-*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    script = "\n".join(sources).replace('"henan"', f'"{EXAMPLE}"')

    with pytest.raises(SystemExit) as caught:
        exec(script, {})  # noqa: S102

    assert caught.value.code == 0
    assert "Too few figures are known to answer this." in capsys.readouterr().out


def test_a_province_without_tiles_is_compared_without_a_map(laid: Path) -> None:
    comparison = open_comparison_report(EXAMPLE, "en", project=laid)

    assert "No map is drawn" in repr(write_maps(comparison, list_rates(comparison)).items)


def test_peers_are_looked_for_in_all_provinces_only_where_the_analyst_says_so(laid: Path) -> None:
    near = open_city_report("yunze", "en", project=laid)
    wide = open_city_report("yunze", "en", project=laid, peers="all")
    named = open_city_report("yunze", "en", project=laid, peers="shanpu,luohe")

    assert near.peers == []
    assert wide.peers[0] == "luohe"
    assert named.peers == ["shanpu", "luohe"]
    assert wide.rivals == near.rivals
    text = repr(write_peers(wide, list_positions(wide), wide.peers).items)
    assert "all provinces on file" in text
    assert "Luohe (Henan)" in text
    assert "all provinces" not in repr(write_peers(named, list_positions(named), named.peers).items)


@pytest.mark.usefixtures("laid")
def test_places_of_two_provinces_are_compared_only_where_asked_for() -> None:
    with pytest.raises(UsageError, match="'luohe' lies in 'henan', 'yunze' lies in 'example"):
        compare("rd_intensity", ["luohe", "yunze"])
    with pytest.raises(UsageError, match="province='henan', province='example-province' or"):
        compare("rd_intensity")

    both = compare("rd_intensity", ["luohe", "yunze"], 2023, province="all")
    assert both["2023"].tolist() == [2.1, 2.15]
    assert next(iter(compare("rd_intensity", province=EXAMPLE).index)) == "yunze"
    assert list(compare("rd_intensity", ["yunze", "china"]).index) == ["yunze", "china"]


@pytest.mark.usefixtures("laid")
def test_the_explorer_has_a_chooser_of_provinces_and_starts_in_one() -> None:
    menu = list_menu()
    homes = {city["id"]: city["province"] for city in menu["cities"]}

    assert [each["id"] for each in menu["provinces"]] == ["fujian", "henan", EXAMPLE]
    assert (homes["luohe"], homes["yunze"]) == ("henan", EXAMPLE)
    with pytest.raises(UsageError, match="expected places of one province"):
        Explorer("luohe,yunze")


def test_a_report_of_one_province_knows_no_place_of_another(laid: Path) -> None:
    report = open_report("en", "", laid, around="luohe")

    assert "yunze" not in report.codebook.places
    assert "example-yearbook-2024" not in report.codebook.sources
    assert "yunze" in open_report("en", "", laid).codebook.places


# --- what is refused across folders ------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "line", "told"),
    [
        ("places", "luohe,罗禾市,罗禾,Luo,prefecture_city,990400,example-province,,",
         "place: 'luohe' stands already on data/raw/henan/places.csv:"),
        ("places", "luohe2,罗禾市,罗禾,Luo,prefecture_city,411100,example-province,,",
         "code: '411100' stands already on data/raw/henan/places.csv:"),
        ("places", "other,他省,他省,Other,province,980000,china,,",
         "kind: a second province, beside that of line 2"),
        ("places", "mapped,甲市,甲,Jia,prefecture_city,990500,henan,3,2",
         "parent: 'henan' is not in places.csv"),
        ("entities", "alibaba-cloud,甲云,Cloud of Jia,firm,,",
         "entity: 'alibaba-cloud' stands already on data/raw/henan/entities.csv:"),
        ("rd_intensity", ("luohe-plan-2021:9z,yunze,rd_intensity,2020,printed,,2%,,,,actual,rate,"
         "whole_city,,A,luohe-plan-2021,line 9,强度,,,"),
         "source: 'luohe-plan-2021' is not in sources.csv"),
    ],
)  # fmt: skip
def test_what_two_folders_give_is_refused(
    project_copy: Path, own: Path, table: str, line: str, told: str
) -> None:
    append(own / f"{table}.csv", line)
    number = len((own / f"{table}.csv").read_text(encoding="utf-8").splitlines())

    assert f"{own}/{table}.csv:{number}: {told}" in read_problem(project_copy)


def test_a_folder_may_add_rows_to_a_shipped_province(project_copy: Path, own: Path) -> None:
    mine = own.parent / "henan"
    mine.mkdir()
    shipped = project_copy / "data/raw/henan/rd_intensity.csv"
    head, first, *_ = shipped.read_text(encoding="utf-8").splitlines()
    (mine / "rd_intensity.csv").write_text(f"{head}\n{first}\n", encoding="utf-8")
    use_data(mine)

    told = "figure_id: 'luohe-plan-2021:9b' stands already on data/raw/henan/rd_intensity.csv:2"
    assert f"{mine}/rd_intensity.csv:2: {told}" in read_problem(project_copy)
    added = first.replace("luohe-plan-2021:9b", "luohe-plan-2021:9z").replace(",2019,", ",2018,")
    (mine / "rd_intensity.csv").write_text(f"{head}\n{added}\n", encoding="utf-8")
    raw = read_raw_data(project_copy)
    write_processed(raw, project_copy)
    assert "luohe-plan-2021:9z" in raw.readings
    # What is made from it stays out of the checkout.
    assert "luohe-plan-2021:9z" in (mine / "processed/figures.csv").read_text(encoding="utf-8")


def test_a_folder_older_than_the_checkout_may_lack_a_column_that_may_be_empty(
    project_copy: Path, own: Path
) -> None:
    path = own / "places.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows[0][-1] == "tile_column"
    path.write_text("".join(f"{','.join(row[:-1])}\n" for row in rows), encoding="utf-8")
    assert read_raw_data(project_copy).index("places", "place")["yunze"]["tile_column"] == ""

    path.write_text("".join(f"{','.join(row[1:])}\n" for row in rows), encoding="utf-8")
    assert f"{path}:1: place: the column is missing" in read_problem(project_copy)


@pytest.mark.parametrize(
    ("folder", "told"),
    [("nowhere", "is not a folder; expected one that `new-province` wrote"),
     ("empty", "has no row of the kind 'province' in places.csv; expected one, or a folder named")],
)  # fmt: skip
def test_a_folder_that_is_no_province_is_refused_in_one_line(
    project_copy: Path, monkeypatch: pytest.MonkeyPatch, folder: str, told: str
) -> None:
    (project_copy.parent / "empty").mkdir()
    monkeypatch.setenv(OWN_DATA, str(project_copy.parent / folder))

    with pytest.raises(UsageError, match=told):
        find_folders(project_copy)


def test_provinces_stand_in_the_order_of_their_codes_one_without_a_code_last(
    project_copy: Path,
) -> None:
    assert list(find_folders(project_copy).provinces) == ["fujian", "henan"]
    places = project_copy / "data/raw/fujian/places.csv"
    places.write_text(
        places.read_text(encoding="utf-8").replace(",350000,", ",,"), encoding="utf-8"
    )
    assert list(find_folders(project_copy).provinces) == ["henan", "fujian"]


def test_an_identifier_of_the_nation_is_refused_in_a_province(project_copy: Path) -> None:
    nation, province = (project_copy / "data/raw" / f for f in ("china", "henan"))
    row = (nation / "sources.csv").read_text(encoding="utf-8").splitlines()[1]
    append(province / "sources.csv", row)

    with pytest.raises(InputError) as caught:
        read_raw_data(project_copy, "henan")
    told = "source: 'city-yearbook-2016' stands already on data/raw/china/sources.csv:2"
    assert any(told in str(problem) for problem in caught.value.problems)


def test_a_city_or_province_that_is_the_other_is_named(project: Path, project_copy: Path) -> None:
    copy_report_notebooks(project, project_copy)
    with pytest.raises(UsageError, match="'henan' is a province; expected PROVINCE=henan, or one"):
        plan_reports(project_copy, project_copy, city="henan")
    with pytest.raises(UsageError, match=r"no province 'luohe' .* expected 'henan', where it lies"):
        plan_reports(project_copy, project_copy, province="luohe")
    jobs = plan_reports(project_copy, project_copy, city="luohe, puyang", language="en")
    assert [job.name for job in jobs] == ["luohe.en", "puyang.en"]


# --- a new province ----------------------------------------------------------------------------


def test_a_new_province_lists_its_cities(
    project_copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project_copy)
    monkeypatch.setenv(OWN_DATA, "")
    folder = project_copy.parent / "jilin"

    assert main(["new-province", "吉林", "--output", str(folder)]) == 0
    assert "jilin and 9 cities" in capsys.readouterr().out
    places = (folder / "places.csv").read_text(encoding="utf-8").splitlines()
    assert places[1] == "jilin,吉林省,吉林,Jilin,province,220000,china,,"
    # City and province have one name, which no two places of a folder may have.
    assert "jilin-city,吉林市,吉林市,Jilin City,prefecture_city,220200,jilin,," in places
    use_data(folder)
    assert list(read_raw_data(project_copy).provinces) == ["jilin", "fujian", "henan"]
    assert (
        len((folder / "README.md").read_text(encoding="utf-8").split("\n\n", 1)[1].split("\n")) == 3
    )


@pytest.mark.parametrize("name", ["seaside", "haibin"])
def test_a_province_that_is_not_listed_goes_by_its_identifier_though_another_is_like_it(
    project_copy: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(project_copy)
    folder = project_copy.parent / name

    assert main(["new-province", name, "--output", str(folder)]) == 0
    assert (
        (folder / "README.md")
        .read_text(encoding="utf-8")
        .startswith(f"# {name}\n\nPrinted figures of {name},")
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [("henan", "'henan' has a folder already"), ("guangdng", "expected perhaps 'guangdong'"),
     ("fuijan", "expected perhaps 'fujian'"),
     ("guizhou", "is not empty; expected the name of a new folder")],
)  # fmt: skip
def test_a_new_province_is_refused_in_one_line(
    project_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    told: str,
) -> None:
    monkeypatch.chdir(project_copy)

    assert main(["new-province", name, "--output", str(project_copy / "data")]) == 2
    assert told in capsys.readouterr().err


def test_the_list_of_divisions_has_one_identifier_and_one_code_each() -> None:
    rows = list_divisions()
    names = {row["place"]: row["name_en"] for row in rows}

    assert len(rows) == len(names) == len({row["code"] for row in rows})
    # By GB/T 2260 the mainland has 31 divisions of province level and 333 of prefecture level.
    cities = [row for row in rows if row["kind"] == "prefecture_city"]
    assert len(cities) == 333
    assert {row["parent"] for row in cities} < set(names)
    known = {"xian": "Xi'an", "hohhot": "Hohhot", "urumqi": "Ürümqi", "lhasa": "Lhasa",
             "harbin": "Harbin", "shaanxi": "Shaanxi", "shanxi": "Shanxi"}  # fmt: skip
    assert {name: names[name] for name in known} == known


# --- descriptors and merging -------------------------------------------------------------------


def test_the_descriptors_of_the_folders_are_current(project_copy: Path) -> None:
    assert [path for path, is_new in write_packages(project_copy).items() if is_new] == []

    (project_copy / "data/raw/henan/proposals.csv").unlink()
    descriptor = project_copy / "data/raw/henan/datapackage.json"
    assert write_packages(project_copy)[descriptor]
    named = [each["name"] for each in json.loads(descriptor.read_text("utf-8"))["resources"]]
    assert "proposals" not in named


def test_rows_that_two_branches_add_at_the_end_are_merged(project: Path, tmp_path: Path) -> None:
    table = "data/raw/henan/population.csv"

    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    path = tmp_path / table
    path.parent.mkdir(parents=True)
    (tmp_path / ".gitattributes").write_bytes((project / ".gitattributes").read_bytes())
    path.write_bytes((project / table).read_bytes())
    before = path.read_text(encoding="utf-8")
    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "-m", "begin")
    for branch in ("one", "two"):
        git("checkout", "-b", branch, "main")
        append(path, f"{branch},a row")
        git("commit", "-am", branch)
    git("merge", "one")

    assert path.read_text(encoding="utf-8").removeprefix(before).splitlines() in (
        ["one,a row", "two,a row"],
        ["two,a row", "one,a row"],
    )
