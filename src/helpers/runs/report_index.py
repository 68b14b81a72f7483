"""The index beside the reports: written at the end of a run, of every report in the folder."""

from collections.abc import Sequence
from pathlib import Path

from helpers.analysis.codebook import read_codebook
from helpers.project import write_whole
from helpers.reports.headlines import INDEX_FILE, find_changes, read_data, read_headlines
from helpers.reports.index_page import compile_index


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
