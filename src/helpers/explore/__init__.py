"""A few verbs for questions of one's own: pandas in and out, names in both languages.

>>> from helpers.explore import compare, draw, figures, indicators, label, places, targets, trace
>>> figures(places.luohe, indicators.rd_intensity, years=2023)["as_printed"].item()
'2.1%'
"""

from helpers.data.tables.folders import use_data
from helpers.explore.choices import indicators, places
from helpers.explore.tracing import trace
from helpers.explore.verbs import compare, draw, figures, targets
from helpers.explore.worded_tables import label

__all__ = [
    "compare",
    "draw",
    "figures",
    "indicators",
    "label",
    "places",
    "targets",
    "trace",
    "use_data",
]
