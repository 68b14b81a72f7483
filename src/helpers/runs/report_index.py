"""The index beside the reports: written at the end of a run, of every report in the folder."""

from collections.abc import Sequence
from pathlib import Path

from helpers.data.codebook import read_codebook
from helpers.pages.headlines import INDEX_FILE, find_changes, read_data, read_headlines
from helpers.pages.index_page import compile_index
from helpers.project import write_whole


def write_index(project: Path, folder: Path, made: Sequence[str]) -> Path:
    """Write the index of a folder, or leave it where a run made and removed nothing.

    Args:
        project: Project folder.
        folder: Folder of the reports.
        made: Names of the reports that the run made, such as `luohe.zh`.

    Returns:
        The file.
    """
    path = folder / INDEX_FILE
    before, after = read_data(path), read_headlines(folder)
    if made or before != after:
        changes = find_changes(before, after, made)
        write_whole(path, compile_index(read_codebook(project), after, changes, folder))
    return path
