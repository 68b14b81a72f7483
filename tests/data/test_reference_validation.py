"""The descriptors and the data beside them, held to the reference implementation."""

from pathlib import Path

import pytest
from frictionless import validate


@pytest.mark.parametrize("folder", ["raw", "processed"])
def test_the_reference_implementation_finds_nothing(project: Path, folder: str) -> None:
    report = validate(str(project / "data" / folder / "datapackage.json"))

    assert report.flatten(["type", "rowNumber", "fieldName", "message"]) == []
    assert report.valid
    # Each table was read, not the descriptor alone.
    files = {path.name for path in (project / "data" / folder).glob("*.csv")}
    assert {Path(task.place).name for task in report.tasks} == files


def test_every_descriptor_of_the_project_is_among_them(project: Path) -> None:
    found = {path.parent for path in project.glob("data/**/datapackage.json")}

    assert found == {project / "data/raw", project / "data/processed"}


def test_the_reference_implementation_would_find_a_pattern_on_a_date(project_copy: Path) -> None:
    descriptor = project_copy / "data/raw/codebook/processed.tables.json"
    text = descriptor.read_text(encoding="utf-8")
    assert '"type": "date",' in text
    broken = text.replace('"type": "date",', '"type": "date", "constraints": {"pattern": "x"},', 1)
    descriptor.write_text(broken, encoding="utf-8")

    assert not validate(str(descriptor)).valid
