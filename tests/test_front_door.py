"""Documents of the front door agree with the code, the data and each other."""

import configparser
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers import __version__
from helpers.data.tables.data_dictionary import PAGES, write_dictionary

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src/helpers"
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", ".github/**/*.md", ".github/**/*.yml")
    for path in ROOT.glob(pattern)
)
each_page = pytest.mark.parametrize("name", DOCUMENTS)
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))
FORM_ITEMS = {"markdown", "input", "textarea", "dropdown", "checkboxes"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def list_anchors(page: Path) -> list[str]:
    """Return the anchors that a code host makes of the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", head).replace(" ", "-").lower() for head in heads]


def read_yaml(name: str) -> Any:
    return yaml.safe_load(read(name))


def read_version(descriptor: str) -> str:
    return str(json.loads(read(descriptor))["version"])


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(PAGES))
def test_the_data_dictionary_is_current(language: str) -> None:
    assert write_dictionary(ROOT, language) == read(PAGES[language])


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_a_readme_stays_short(name: str) -> None:
    assert len(read(name).splitlines()) < 120


@each_page
def test_what_a_page_links_to_is_there(name: str) -> None:
    targets = re.findall(r"\]\(([^):#]*)(?:#([^)]+))?\)", read(name))
    missing = [
        target
        for target, anchor in targets
        if not (page := (ROOT / name).parent / target if target else ROOT / name).is_file()
        or (anchor and anchor not in list_anchors(page))
    ]

    assert missing == []


@each_page
def test_every_make_target_of_a_page_exists(name: str) -> None:
    named = set(re.findall(r"(?:`|^|\$ |run: )make ([a-z-]+)", read(name), re.MULTILINE))

    assert named <= set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


# --- the architecture page ---------------------------------------------------------------------


def test_the_architecture_page_has_a_line_for_every_folder_of_the_code() -> None:
    folders = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")}
    table = read("docs/architecture.md").partition("| contents |")[2].partition("\n\n")[0]

    assert sorted(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)) == sorted(folders - {"."})


def test_every_path_on_the_architecture_page_exists() -> None:
    quoted = re.findall(r"`([\w.-]+(?:/[\w.-]+)+)`", read("docs/architecture.md"))

    assert len(quoted) > 30
    assert [
        path for path in quoted if not ((ROOT / path).exists() or (PACKAGE / path).exists())
    ] == []


def test_the_picture_of_the_floors_is_the_contract() -> None:
    contract = configparser.ConfigParser()
    contract.read_string(read(".importlinter"))
    layers = contract["importlinter:contract:floors"]["layers"].split("\n")

    picture = re.findall(r'\["([^"]+)"\]', read("docs/architecture.md"))

    assert picture == [layer.strip() for layer in layers if layer.strip()]


# --- versions and licences ---------------------------------------------------------------------


def test_one_version_stands_everywhere() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    citation = read_yaml("CITATION.cff")
    newest = re.search(r"^## (\S+) \((\S+)\)$", read("CHANGELOG.md"), re.MULTILINE)

    assert newest is not None
    assert (newest[1], newest[2]) == (citation["version"], citation["date-released"])
    assert {
        __version__,
        citation["version"],
        citation["preferred-citation"]["version"],
        read_version("data/raw/codebook/raw.tables.json"),
        read_version("data/raw/codebook/processed.tables.json"),
    } == {project["version"]}


def test_the_licence_of_the_data_is_the_one_that_the_descriptors_name() -> None:
    text = read("LICENSE-DATA")

    for folder in ("raw", "processed"):
        (licence,) = json.loads(read(f"data/raw/codebook/{folder}.tables.json"))["licenses"]
        assert licence["path"] in text
        assert licence["name"] == read_yaml("CITATION.cff")["preferred-citation"]["license"]


# --- the code host -----------------------------------------------------------------------------


def test_the_workflow_runs_both_commands_on_three_systems_and_every_python() -> None:
    jobs = read_yaml(".github/workflows/test.yml")["jobs"]
    commands = {
        name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()
    }
    (typed,) = re.findall(r"^```bat\n(.*?)^```", read("README.md"), re.MULTILINE | re.DOTALL)

    assert commands["make"] == ["make reports", "make test"]
    assert jobs["make"]["strategy"]["matrix"]["os"] == ["ubuntu-latest", "macos-latest"]
    assert jobs["windows"]["runs-on"] == "windows-latest"
    assert [job["strategy"]["matrix"]["python"] for job in jobs.values()] == [PYTHONS, PYTHONS]
    requires = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert requires == f">={PYTHONS[0]}"
    for command in typed.splitlines()[1:-1]:
        # The tests need the development lock, which holds all of the other one.
        installed = command.replace("requirements.lock", "requirements-dev.lock")
        assert installed in "\n".join(commands["windows"])
    assert "helpers reports" in typed


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_asks_in_both_languages_and_each_question_once(form: Path) -> None:
    content = yaml.safe_load(form.read_text(encoding="utf-8"))
    questions = [item for item in content["body"] if item["type"] != "markdown"]
    names = [item["id"] for item in questions]

    assert {item["type"] for item in content["body"]} <= FORM_ITEMS
    assert len(set(names)) == len(names) > 0
    assert any(item.get("validations", {}).get("required") for item in questions)
    for text in (content["name"], *(item["attributes"]["label"] for item in questions)):
        assert re.search(r"[A-Za-z].* · .*[一-鿿]", text)


def test_the_first_issue_form_is_for_a_wrong_figure() -> None:
    assert FORMS[0].stem == "1-wrong-figure"


def test_the_hooks_call_tools_that_are_installed() -> None:
    (local,) = read_yaml(".pre-commit-config.yaml")["repos"]
    tools = [hook["entry"].split()[0] for hook in local["hooks"] if hook["language"] == "system"]

    assert len(tools) > 2
    folder = Path(sys.executable).parent
    assert [tool for tool in tools if not (folder / Path(tool).name).exists()] == []
