from pathlib import Path

import pytest

from claims.facts.processed_rows import Processed, read_processed
from claims.told import Told, tell_all


@pytest.fixture(scope="session")
def every_report(project: Path) -> list[Told]:
    return tell_all(project)


@pytest.fixture(scope="session")
def processed(project: Path) -> dict[str, Processed]:
    provinces = sorted(path.name for path in (project / "data" / "processed").iterdir())
    return {name: read_processed(project, name) for name in provinces}
