import re
import tomllib
from pathlib import Path

import pytest
import yaml

from helpers.data.tables.data_dictionary import write_dictionary


def normalise(requirement: str) -> tuple[str, str]:
    """Split a requirement into its name, as any index writes it, and its bounds."""
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", requirement)
    assert match is not None
    return re.sub(r"[._]", "-", match[1]).lower(), match[2]


def read_pyproject(project: Path) -> dict[str, str]:
    content = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    extras = content["project"]["optional-dependencies"].values()
    groups = content["dependency-groups"].values()
    lists = [content["project"]["dependencies"], *extras, *groups]
    return dict(normalise(requirement) for part in lists for requirement in part)


def test_conda_users_get_the_same_packages(project: Path) -> None:
    content = yaml.safe_load((project / "environment.yml").read_text(encoding="utf-8"))
    listed = [item for item in content["dependencies"] if isinstance(item, str)]
    (by_pip,) = (item["pip"] for item in content["dependencies"] if isinstance(item, dict))
    packages = dict(normalise(requirement) for requirement in [*listed, *by_pip])
    python = packages.pop("python")
    packages.pop("pip")

    assert packages == read_pyproject(project)
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = "{python}"' in text


def test_the_lock_pins_every_package_with_hashes_and_names_no_address(project: Path) -> None:
    text = (project / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)

    assert set(read_pyproject(project)) <= set(pinned)
    assert text.count("--hash=sha256:") > len(pinned)
    assert not re.search(r"https?://|--index|--extra-index|--find-links|@ ", text)


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_data_dictionary_of_the_readme_is_current(
    project: Path, name: str, language: str
) -> None:
    assert write_dictionary(project, language) in (project / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_what_the_readme_links_to_is_there(project: Path, name: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (project / name).read_text(encoding="utf-8"))

    assert targets
    assert [target for target in targets if not (project / target).is_file()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_make_target_of_the_readme_exists(project: Path, name: str) -> None:
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z-]+)", (project / name).read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    assert named - {"alone"} <= targets


def test_continuous_integration_runs_make_test(project: Path) -> None:
    assert "make test" in (project / ".ci" / "run").read_text(encoding="utf-8")
