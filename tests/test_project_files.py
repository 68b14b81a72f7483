import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions, packages_distributions
from pathlib import Path

import pytest
import yaml


def normalise(requirement: str) -> tuple[str, str]:
    """Split a requirement into its name, as any index writes it, and its bounds."""
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", requirement)
    assert match is not None
    return re.sub(r"[._]", "-", match[1]).lower(), match[2]


def read_pyproject(project: Path) -> dict[str, dict[str, str]]:
    """Return the bounds of the packages by extra or group; those of every user are `reports`."""
    content = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    parts = {
        "reports": content["project"]["dependencies"],
        **content["project"]["optional-dependencies"],
        **content["dependency-groups"],
    }
    return {part: dict(map(normalise, requirements)) for part, requirements in parts.items()}


def read_lock(project: Path, name: str) -> set[tuple[str, str]]:
    """Return the pinned packages of a lock file with their versions."""
    text = (project / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, re.MULTILINE)
    # A package may be pinned more than once, for different versions of Python.
    assert text.count("--hash=sha256:") > len(pinned)
    assert not re.search(r"https?://|--index|--extra-index|--find-links|@ ", text)
    return set(pinned)


def find_imports(file: Path) -> Iterator[str]:
    """Yield the top-level names that a module imports, by a statement or by a string."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case ast.Call(
                func=ast.Name("find_spec") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(str(module)), *_],
            ):
                yield module.partition(".")[0]


def test_conda_users_get_the_same_packages(project: Path) -> None:
    content = yaml.safe_load((project / "environment.yml").read_text(encoding="utf-8"))
    listed = [item for item in content["dependencies"] if isinstance(item, str)]
    (by_pip,) = (item["pip"] for item in content["dependencies"] if isinstance(item, dict))
    packages = dict(normalise(requirement) for requirement in [*listed, *by_pip])
    python = packages.pop("python")
    packages.pop("pip")

    parts = read_pyproject(project)
    del parts["install"]  # conda installs by itself
    assert packages == {name: bounds for part in parts.values() for name, bounds in part.items()}
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = "{python}"' in text


def test_the_locks_pin_every_package_with_hashes_and_agree(project: Path) -> None:
    parts = read_pyproject(project)
    (installer,) = read_lock(project, "requirements-uv.lock")
    for_reports = read_lock(project, "requirements.lock")
    for_all = read_lock(project, "requirements-dev.lock")

    assert {installer[0]} == set(parts.pop("install"))
    assert {*parts["reports"], *parts["build"]} <= {name for name, _ in for_reports}
    assert set().union(*parts.values()) <= {name for name, _ in for_all}
    # A second installation into the same .venv changes nothing that reports need.
    assert for_reports <= for_all


def test_no_file_holds_the_address_of_a_package_registry(project: Path) -> None:
    if not (project / ".git").exists():
        pytest.skip("not a checkout of git, which lists the files")
    listed = subprocess.run(["git", "ls-files"], cwd=project, capture_output=True, check=True)
    # Put together, so that this file holds none either.
    registries = b"|".join([b"py" + b"pi", b"npm" + b"js", b"python" + b"hosted"])
    address = re.compile(rb"//[^ /\"]*(?:" + registries + rb")\b")
    holding = [
        name
        for name in listed.stdout.decode().split("\n")
        if (path := project / name).is_file() and address.search(path.read_bytes())
    ]

    assert holding == []


def test_every_dependency_is_imported_and_every_import_declared(project: Path) -> None:
    files = (project / "src").rglob("*.py")
    imported = {name for file in files for name in find_imports(file)}
    third_party = imported - sys.stdlib_module_names - {"helpers"}
    distributions = packages_distributions()
    packages = {normalise(distributions[name][0])[0] for name in third_party}
    parts = read_pyproject(project)

    assert set(parts["reports"]) - packages == set()
    # JupyterLab's own packages are started by `make lab`, not imported.
    assert packages - set(parts["reports"]) <= {*parts["cluster"], *parts["lab"]}


@pytest.mark.slow
def test_reports_need_nothing_but_their_own_lock(project: Path) -> None:
    for_all, for_reports = (
        {name for name, _ in read_lock(project, file)}
        for file in ("requirements-dev.lock", "requirements.lock")
    )
    other = [
        module
        for module, names in packages_distributions().items()
        if all(normalise(name)[0] in for_all - for_reports for name in names)
    ]
    cells = [
        "".join(cell["source"])
        for notebook in ("03-city-report", "04-comparison-report", "05-audit")
        for cell in json.loads((project / f"notebooks/{notebook}.ipynb").read_bytes())["cells"]
        if cell["cell_type"] == "code"
    ]
    imports = [
        ast.unparse(node)
        for cell in cells
        for node in ast.walk(ast.parse(cell))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    program = [f"import sys; sys.modules.update(dict.fromkeys({other}))", *imports]
    lines = "\n".join([*program, "import helpers.__main__, helpers.runs.rebuilds"])

    assert {"anywidget", "distributed", "pytest"} <= set(other)
    assert len(imports) > 3
    subprocess.run([sys.executable, "-c", lines], check=True, cwd=project)


def test_commands_of_make_keep_bytecode_whatever_the_environment_says(project: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("no make on this machine")
    others = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
    shown = subprocess.run(
        ["make", "--silent", "-f", "Makefile", "-f", "-", "show"],
        cwd=project,
        env={**others, "PYTHONDONTWRITEBYTECODE": "1"},
        input="show:\n\t@echo [$$PYTHONDONTWRITEBYTECODE]\n",
        capture_output=True,
        text=True,
        check=True,
    )

    assert shown.stdout == "[]\n"


def test_continuous_integration_runs_make_test(project: Path) -> None:
    assert "make test" in (project / ".ci" / "run").read_text(encoding="utf-8")


def test_the_environment_of_the_project_holds_only_locked_packages(project: Path) -> None:
    if Path(sys.prefix) != project / ".venv":
        pytest.skip("this is another environment than the one that make installs")

    locked = {name for name, _ in read_lock(project, "requirements-dev.lock")}
    installed = {normalise(found.metadata["Name"])[0] for found in distributions()}

    assert installed - locked == {"city-figures"}
