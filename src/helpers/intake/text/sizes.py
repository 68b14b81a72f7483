"""The size of a figure, as a proposed row shows it."""

from decimal import Decimal

from helpers.data.printed.printed_figures import PrintedFigure, Qualifier

_HUNDRED_MILLION = Decimal(10**8)


def read_size(figure: PrintedFigure | None) -> tuple[str, str]:
    """Return the value of a figure as text, a range as its two ends, and its qualifier."""
    if figure is None:
        return "", ""
    if figure.value is not None:
        return str(figure.value), str(figure.qualifier)
    return f"{figure.value_low}–{figure.value_high}", str(figure.qualifier)


def is_magnitude(figure: PrintedFigure) -> bool:
    """True when a figure names an order of magnitude, such as 千亿级."""
    # 1.14万亿 is an amount whose unit is left out.
    is_counted = any(sign.isdigit() for sign in figure.as_printed)
    return figure.qualifier is Qualifier.ORDER_OF_MAGNITUDE or (
        not figure.measure_word
        and not is_counted
        and figure.value is not None
        and figure.value >= _HUNDRED_MILLION
        and figure.multiplier >= _HUNDRED_MILLION
    )
