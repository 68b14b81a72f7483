"""The functions a notebook calls: open a report, take its figures, add charts and sentences.

>>> from helpers.notebook import open_city
>>> report = open_city("luohe", "en")
>>> report.figures("rd_intensity", "luohe", years=2023)["value"].item()
2.1
"""

from helpers.notebook.early_end import stop_report
from helpers.notebook.house_drawings import slope, strip, trend
from helpers.notebook.house_style import COLOURS, SHADES
from helpers.notebook.house_tables import bullets, heat, tiles
from helpers.notebook.notebook_report import NotebookReport
from helpers.notebook.opened_reports import open_city, open_comparison, open_question
from helpers.notebook.point_names import name_points
from helpers.notebook.spine_drawing import spine
from helpers.notebook.tidy_figures import keep_panels

__all__ = [
    "COLOURS",
    "SHADES",
    "NotebookReport",
    "bullets",
    "heat",
    "keep_panels",
    "name_points",
    "open_city",
    "open_comparison",
    "open_question",
    "slope",
    "spine",
    "stop_report",
    "strip",
    "tiles",
    "trend",
]
