"""The size of a figure, as a proposed row shows it."""

from helpers.data.printed_figures import PrintedFigure


def read_size(figure: PrintedFigure | None) -> tuple[str, str]:
    """Return the value of a figure as text, a range as its two ends, and its qualifier."""
    if figure is None:
        return "", ""
    if figure.value is not None:
        return str(figure.value), str(figure.qualifier)
    return f"{figure.value_low}–{figure.value_high}", str(figure.qualifier)
