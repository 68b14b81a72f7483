"""What kind of statement a figure is: basis, measure and scope, from the words around it."""

import re

from helpers.data.printed_figures import PrintedFigure
from helpers.intake.lexicon import Words

_MONEY = frozenset("元 元人民币 美元 欧元 日元 港元 英镑".split())
_SHARES = frozenset({"%", "‰"})


def guess_basis(
    clause: str, sentence: str, after: str, headings: tuple[str, ...], figure: PrintedFigure | None,
    words: Words,
) -> str:
    """Guess whether a figure is a fact, an estimate, a forecast, a target or a rule.

    Args:
        clause: The words before it since the last comma.
        sentence: The sentence up to it.
        after: The words after it.
        headings: The headings above.
        figure: What the parser read.
        words: The lexicon.

    Returns:
        A value of the column `basis`.
    """
    is_money = figure is not None and figure.measure_word in _MONEY
    if is_money and (re.search(words.pattern("policy") + ".{0,12}$", clause) or figure_is_award(figure)):
        return "policy"
    if words.finds("forecast", clause) and not words.finds("past", clause):
        is_share = figure is not None and figure.measure_word in _SHARES
        return "estimate" if words.finds("estimate", clause) and is_share else "forecast"
    if words.finds("estimate", clause):
        return "estimate"
    if words.finds("done", clause):
        return "actual"
    if words.finds("target", clause) or re.search("到(?:20[0-9]{2})年", sentence):
        return "target"
    heading = next(
        (
            title
            for title in reversed(headings)
            if words.finds("past_heading", title) or words.finds("target_heading", title)
        ),
        "",
    )
    is_target = heading and not words.finds("past_heading", heading)
    if is_target:
        return "target"
    return "target" if words.finds("target", sentence) and not words.finds("past", sentence) else "actual"


def figure_is_award(figure: PrintedFigure | None) -> bool:
    """Tell whether the token itself says what each is granted: 各奖300万元."""
    return figure is not None and figure.each


def guess_measure(
    clause: str, after: str, figure: PrintedFigure | None, words: Words
) -> str:
    """Guess what kind of quantity a figure is, where the codebook does not say it."""
    if figure is None:
        return "rate"
    if figure.ordinal:
        return "rank"
    if figure.measure_word in {"倍", "番"}:
        return "ratio_to_previous"
    if figure.measure_word in _SHARES or figure.measure_word == "个百分点":
        is_growth = re.search(words.pattern("growth") + "(?:了|到|约|率)?.{0,4}$", clause)
        return "growth" if is_growth else "rate"
    if figure.each or (figure.measure_word in _MONEY and words.finds("policy", clause)):
        return "rate"
    if re.search(words.pattern("rate_opening"), clause):
        return "rate"
    if words.finds("cumulative", clause):
        return "cumulative"
    return "flow" if words.finds("flow", clause) else "stock"


def guess_scope(clause: str, sentence: str, place_kind: str, words: Words) -> str:
    """Guess whom a figure covers.

    Args:
        clause: The words before it since the last comma, and those after it.
        sentence: The sentence up to it.
        place_kind: Kind of its place, as `places.csv` calls it.
        words: The lexicon.

    Returns:
        A value of the column `scope`.
    """
    if words.finds("city_scope", sentence):
        return {"province": "province", "nation": "nation", "county_level": "county"}.get(
            place_kind, "whole_city"
        )
    if words.finds("firm", sentence):
        return "firm"
    scopes = {"province": "province", "nation": "nation", "county_level": "county"}
    if place_kind in scopes:
        return scopes[place_kind]
    if words.finds("programme_scope", clause):
        return "programme"
    if words.finds("institution", sentence):
        return "institution"
    return "whole_city"
