"""Descriptors of the folders of data, written from those of the codebook.

Each folder is a Data Package of its own, which other programs read. A foreign key may lead into
another folder, which such a package cannot say; only the codebook refers to nothing outside.
"""

import json
import re
from pathlib import Path
from typing import Any

from helpers.data.tables.folders import find_folders
from helpers.project import CODEBOOK, DESCRIPTOR, PROCESSED_DESCRIPTOR, write_whole

_FILE = "datapackage.json"


def write_packages(project: Path) -> dict[Path, bool]:
    """Write `datapackage.json` in each folder of data, with its schema; tell what changed."""
    folders = find_folders(project)
    provinces = list(folders.provinces)
    written: dict[Path, bool] = {}
    for descriptor, listed in (
        (DESCRIPTOR, folders.read_for(provinces)),
        (PROCESSED_DESCRIPTOR, [folders.processed_for(name) for name in provinces]),
    ):
        for folder in listed:
            written |= write_package(project, descriptor, folder)
    return written


def write_package(project: Path, descriptor: Path, folder: Path) -> dict[Path, bool]:
    """Write the descriptor of one folder from one of the codebook; tell what changed."""
    package = json.loads((project / descriptor).read_text(encoding="utf-8"))
    contents: dict[Path, Any] = {}
    is_codebook = folder == project / CODEBOOK
    resources = [each for each in package["resources"] if (folder / each["path"]).is_file()]
    for resource in resources:
        schema = resource["schema"]
        if isinstance(schema, str):
            shared = folder / schema
            text = (project / CODEBOOK / schema).read_text(encoding="utf-8")
            schema = contents[shared] = json.loads(text)
        if not is_codebook:
            schema.pop("foreignKeys", None)
    name = re.sub(r"[^a-z0-9._-]+", "-", folder.name.lower())
    package |= {"name": f"{package['name']}-{name}", "resources": resources}
    contents[folder / _FILE] = package
    return {
        path: write_whole(path, (json.dumps(each, ensure_ascii=False, indent=2) + "\n").encode())
        for path, each in contents.items()
    }
