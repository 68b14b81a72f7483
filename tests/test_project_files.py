import re
import tomllib
from pathlib import Path

import yaml


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


def test_continuous_integration_runs_make_test(project: Path) -> None:
    assert "make test" in (project / ".ci" / "run").read_text(encoding="utf-8")
