"""The reports of `docs/samples` and the picture of the READMEs; `make samples` makes them anew."""

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import typst

from helpers.fonts import find_font_folder
from helpers.project import find_project, write_whole
from helpers.runs.pipeline import make, plan_reports

SAMPLES = ("luohe.zh", "luohe.en", "comparison.henan.zh", "comparison.henan.en")
FOLDER, PICTURE = Path("docs/samples"), Path("docs/report-page.png")
_PROVINCE, _SHOWN = "henan", ("luohe.en", "luohe.zh")
_DOTS_AN_INCH = 66.0
_SHEET = """
#set page(width: auto, height: auto, margin: 8pt, fill: rgb("#dfe6ec"))
#grid(columns: 2, gutter: 8pt, ..{files}.map(file => box(fill: white, image(file, page: 1))))
"""


def make_samples(project: Path) -> list[Path]:
    """Make the sample reports and the picture of their first pages.

    Returns:
        The files, written whether they changed or not.
    """
    jobs = plan_reports(project, project / FOLDER, province=_PROVINCE)
    files = []
    for job in jobs:
        if job.name in SAMPLES:
            outcome = make(replace(job, linked=SAMPLES))
            if outcome.failure:
                raise SystemExit(f"{job.name}: {outcome.failure}")
            write_whole(job.output, outcome.files[job.output])
            _pack(job.output)
            files.append(job.output)
    write_whole(project / PICTURE, draw_first_pages(project))
    return [*files, project / PICTURE]


def _pack(path: Path) -> None:
    """Halve a PDF where qpdf is installed; Typst writes every tag uncompressed."""
    if tool := shutil.which("qpdf"):
        options = ("--object-streams=generate", "--deterministic-id", "--replace-input")
        subprocess.run([tool, *options, str(path)], check=True)


def draw_first_pages(project: Path) -> bytes:
    """Draw the first pages of the reports on a city side by side, as PNG."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for report in _SHOWN:
            source = project / FOLDER / f"{report}.pdf"
            (folder / source.name).write_bytes(source.read_bytes())
        names = ", ".join(f'"{report}.pdf"' for report in _SHOWN)
        (folder / "sheet.typ").write_text(_SHEET.replace("{files}", f"({names})"))
        drawn: bytes = typst.compile(
            str(folder / "sheet.typ"),
            root=str(folder),
            font_paths=[str(find_font_folder())],
            ignore_system_fonts=True,
            format="png",
            ppi=_DOTS_AN_INCH,
        )
    return drawn


if __name__ == "__main__":
    for path in make_samples(find_project()):
        print(f"{path.stat().st_size // 1000:>5} kB  {path}")
