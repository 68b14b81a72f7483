"""The descriptors and the data beside them, held to the reference implementation."""

from pathlib import Path

import pytest
from frictionless import validate

FOLDERS = sorted(
    path.relative_to(root).as_posix()
    for root in [Path(__file__).resolve().parents[2]]
    for part in ("raw", "processed")
    for path in (root / "data" / part).iterdir()
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_reference_implementation_finds_nothing(project: Path, folder: str) -> None:
    report = validate(str(project / folder / "datapackage.json"))

    assert report.flatten(["type", "rowNumber", "fieldName", "message"]) == []
    assert report.valid
    # Each table was read, not the descriptor alone.
    files = {path.name for path in (project / folder).glob("*.csv")}
    assert {Path(task.place).name for task in report.tasks} == files


def test_the_reference_implementation_would_find_a_pattern_on_a_date(project_copy: Path) -> None:
    descriptor = project_copy / "data/processed/henan/datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    assert '"type": "date",' in text
    broken = text.replace('"type": "date",', '"type": "date", "constraints": {"pattern": "x"},', 1)
    descriptor.write_text(broken, encoding="utf-8")

    assert not validate(str(descriptor)).valid
