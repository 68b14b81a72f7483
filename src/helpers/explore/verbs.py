"""The verbs of an analyst: figures, places beside each other, a chart, and targets."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from helpers.analysis.plans.plan_standing import TargetStanding
from helpers.analysis.plans.tracked_targets import judge_plan
from helpers.analysis.standings import Comparison, Standing
from helpers.data.figures import ROW, Figure
from helpers.data.tables.data_package import name_nearest
from helpers.explore.answers import Choice, answer
from helpers.explore.choices import Chosen, indicators, places, read_places
from helpers.explore.open_report import open_figures
from helpers.explore.selection import Years, choose_figures, compare_choice
from helpers.pages.items import Section
from helpers.problems import UsageError
from helpers.reports.city.subjects.plan_text import say_reasons, say_verdict
from helpers.reports.report import Report
from helpers.reports.standing_text import show_rank, write_standing
from helpers.words.figure_text import show_print

_NUMBERS = ("value", "low", "high")
_SHOWN: Mapping[str, Callable[[Report, Comparison, Standing], Any]] = {
    "value": lambda _, __, standing: None if standing.value is None else float(standing.value),
    "low": lambda _, __, standing: float(standing.low),
    "high": lambda _, __, standing: float(standing.high),
    "text": lambda report, _, standing: write_standing(report, standing),
    "rank": lambda report, found, standing: show_rank(found.ranks[standing.place], report.language),
    "vintage": lambda _, __, standing: standing.row and standing.row.vintage,
    "revision": lambda _, __, standing: standing.row and standing.row.revision,
    "figure_id": lambda _, __, standing: standing.row and standing.row.key,
}


def figures(
    place: Chosen = None,
    indicator: Chosen = None,
    years: Years = None,
    as_of: str = "",
    **columns: Any,
) -> pd.DataFrame:
    """Return the printed figures of places and indicators, one row each.

    Args:
        place: Identifier, name in either language, or several; all by default.
        indicator: The same. A derived indicator gives its derived values, which are kept apart:
            ask for it alone.
        years: One year, or the first and the last one.
        as_of: Day such as `2022-12-31`: only what was known then. Empty for everything.
        **columns: Other columns with the values wanted, such as `basis="target"`.

    Returns:
        Rows by place, indicator and time; columns as in `docs/data-dictionary.md`.

    Raises:
        UsageError: A place, indicator, column or value is not known; the nearest is named.

    Example:
        >>> from helpers.explore import figures
        >>> figures("luohe", "rd_intensity", years=2020)[["as_printed", "basis", "locator"]]
          as_printed     basis  locator
        0         1%  estimate   line 9
        1      1.14%    actual  line 17
    """
    report = open_figures(as_of=as_of)
    wanted = indicators.read(indicator)
    if indicator is not None and set(wanted) & set(report.codebook.derived):
        mixed = [name for name in wanted if name in report.codebook.indicators]
        if mixed:
            derived = next(name for name in wanted if name not in mixed)
            raise UsageError(
                f"{derived!r} is derived and {mixed[0]!r} is printed; ask for one kind at a time"
            )
    chosen = choose_figures(report, places.read(place), wanted, years, **columns)
    return chosen.drop(columns=ROW)


def compare(
    indicator: str,
    place: Chosen = None,
    years: Years = None,
    as_of: str = "",
    show: str = "value",
    language: str = "",
    province: str = "",
) -> pd.DataFrame:
    """Set places beside each other: a row for each place, a column for each period.

    Only settled, actual figures of whole places stand in it: no target, no estimate, nothing
    provisional. Half a year has a column of its own. Where documents differ, the latest known
    figure counts; `as_of` shows what counted before. An empty cell is a figure not reported, or
    one that is only bounded.

    Args:
        indicator: Printed or derived indicator.
        place: Places of one province; all its cities by default.
        years: One year, or the first and the last one.
        as_of: Day such as `2022-12-31`.
        show: `value`; `low` and `high`, the ends that rounding and bounds leave open; `text`, as
            a report writes it; `rank` among the cities asked for; `vintage`, `revision`, or
            `figure_id`, for `trace`.
        language: `zh` or `en` name places and periods; empty for identifiers.
        province: Slug of the province; that of the places by default. `all` sets places of
            several provinces beside each other.

    Raises:
        UsageError: The places lie in several provinces, or a place, the indicator or `show` is not
            known; the nearest is named.

    Example:
        >>> from helpers.explore import compare
        >>> compare("rd_intensity", ["luohe", "henan"], years=(2019, 2023))
        period  2019  2020  2022  2023
        place
        luohe   0.86  1.14   NaN  2.10
        henan   1.46  1.64  1.86  2.05
    """
    if show not in _SHOWN:
        raise UsageError(
            f"nothing to show as {show!r}; expected {name_nearest(show, list(_SHOWN))}"
        )
    measure = indicators.find(indicator)
    wanted = read_places(place, province)
    report = open_figures(language or "en", as_of)
    found = compare_choice(report, measure, wanted, years)
    names = report.language if language else None
    columns = {
        names.period(one.period) if names else one.period: [
            None
            if standing.kind == "missing" or (show == "rank" and standing.place not in one.ranks)
            else _SHOWN[show](report, one, standing)
            for standing in one.standings
        ]
        for one in found
    }
    index = pd.Index([report.place(name) if language else name for name in wanted], name="place")
    kind: Any = "float64" if show in _NUMBERS else "object"
    table = pd.DataFrame(columns, index=index, dtype=kind)
    return table.rename_axis(columns="period")


def draw(
    indicator: str,
    place: Chosen = None,
    years: Years = None,
    as_of: str = "",
    language: str = "en",
    province: str = "",
) -> Section:
    """Draw an indicator of some places: over the years, or ranked where there is one year.

    Args:
        indicator: Printed or derived indicator.
        place: Places of one province; all its cities by default.
        years: One year, or the first and the last one.
        as_of: Day such as `2022-12-31`: only what was known then.
        language: `zh` or `en`.
        province: As in `compare`.

    Returns:
        Chart and table, which show themselves in a notebook; where nothing is reported, the
        sentence that says so.

    Raises:
        UsageError: A place, the indicator, the day or the language is not known.

    Example:
        >>> from helpers.explore import draw
        >>> draw("rd_intensity", "puyang", years=2021)
        The documents print no R&D intensity of Puyang for the years chosen.
        Nearest: Puyang 2020, at most 2.0%.
    """
    measure = indicators.find(indicator)
    wanted = tuple(read_places(place, province))
    return answer(Choice(wanted, measure, years, as_of, language)).show()


def targets(place: Chosen = None, as_of: str = "", language: str = "") -> pd.DataFrame:
    """Return every target with a number, the pace it needs and the pace so far.

    Args:
        place: Places; all by default.
        as_of: Day such as `2022-12-31`: only what was known then.
        language: `zh` or `en` write places, figures, verdicts and reasons in words; empty for
            identifiers and figures as printed.

    Returns:
        One row per target: base and latest settled figure as printed, yearly growth needed from
        the latest figure in time and reached so far in per cent, the verdict, and the reason.

    Raises:
        UsageError: A place is not known; the nearest is named.

    Example:
        >>> from helpers.explore import targets
        >>> targets("luohe")[["indicator", "target", "latest", "verdict"]].head(1)
                       indicator target latest verdict
        0  high_tech_enterprises   150家    203     met
    """
    report = open_figures(language or "en", as_of)
    frames = report.observations, report.derived
    found = [
        _put_in_words(report, standing) if language else _tell(standing)
        for name in places.read(place)
        for standing in judge_plan(*frames, report.codebook, [name], report.findings, as_of)
        if standing.targets
    ]
    columns = ["place", "indicator", "target", "period", "base", "latest", "needed_percent"]
    columns += ["so_far_percent", "verdict", "reason", "figure_id"]
    return pd.DataFrame(found, columns=columns)


def _tell(standing: TargetStanding) -> dict[str, Any]:
    target = standing.targets[0]
    paces = {
        name: None
        if pace is None or pace.growth is None or pace.growth.low is None
        else round(float(pace.growth.low), 2)
        for name, pace in (("needed", standing.required), ("so_far", standing.so_far))
    }
    return {
        "place": target.place,
        "indicator": target.indicator,
        "target": show_print(target),
        "period": target.period,
        "base": standing.base and standing.base.as_printed,
        "latest": standing.latest.as_printed if isinstance(standing.latest, Figure) else None,
        "needed_percent": paces["needed"],
        "so_far_percent": paces["so_far"],
        "verdict": standing.verdict,
        "reason": next(iter(standing.reasons), ""),
        "figure_id": target.figure_id,
    }


def _put_in_words(report: Report, standing: TargetStanding) -> dict[str, Any]:
    target, none = standing.targets[0], report.say("plan_tracker_reasons", parts="")
    return _tell(standing) | {
        "place": report.place(target.place),
        "indicator": report.indicator(target.indicator),
        "target": report.write(target),
        "period": report.period(target),
        "base": standing.base and report.write(standing.base),
        "latest": standing.latest and report.write(standing.latest),
        "verdict": say_verdict(report, standing),
        "reason": say_reasons(report, standing).removeprefix(none),
    }
