"""The fixtures of the tests of intake."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from bench.intake import compare_with_curated

from helpers.data.raw_data import RawData
from helpers.intake.proposed_rows import Proposals, propose_rows
from helpers.intake.text.lexicon import Words, read_words


@pytest.fixture(scope="session")
def words(project: Path) -> Words:
    return read_words(project)


@pytest.fixture(scope="session")
def measured(project: Path, documents: Path) -> pd.DataFrame:
    return compare_with_curated(project, documents)


@pytest.fixture
def propose(project: Path, raw: RawData, tmp_path: Path) -> Callable[..., Proposals]:
    """Return a function that proposes rows for a text, or for the bytes of a file."""

    def propose_file(content: str | bytes, name: str = "d.txt", **options: str) -> Proposals:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return propose_rows(project, path, raw, **{"source": "other", **options})

    return propose_file
