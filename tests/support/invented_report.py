"""An invented report, said of a city of the data so that its figures can be filed."""

import shutil
from pathlib import Path

DESCRIPTION = {
    "title_zh": "虚构报告",
    "title_en": "Invented report",
    "short_zh": "虚构报告",
    "short_en": "Invented report",
    "publisher_zh": "虚构单位",
    "publisher_en": "Invented office",
    "written_evidence_zh": "落款日期。",
    "written_evidence_en": "The day under the text.",
}


def place_report(project: Path, copy: Path, text: str) -> Path:
    """Place the report beside a copy of the data, with the lexicon that reads it."""
    shutil.copytree(project / "data" / "lexicon", copy / "data" / "lexicon")
    (copy / "invented.txt").write_text(text, encoding="utf-8")
    return copy


def list_raw(folder: Path) -> dict[str, bytes]:
    raw = folder / "data" / "raw"
    return {path.relative_to(raw).as_posix(): path.read_bytes() for path in raw.glob("*/*")}
