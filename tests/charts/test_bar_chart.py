import re

from helpers.charts.bar_chart import Lane, draw_bars
from helpers.charts.points import Point

LANES = [
    Lane("Intent", Point("21", 21)),
    Lane("Signed", Point("2 named", 2, basis="derived")),
    Lane("Other channel", Point("5 named", 5, basis="derived"), is_apart=True),
]


def list_bars(svg: str) -> list[tuple[float, str]]:
    """Return width and style of each bar; every path that is a closed upright rectangle."""
    bars = re.findall(
        r'<path d="M ([\d. ]+?) \nL ([\d. ]+?) \nL [^z]*z\n" [^>]*style="([^"]*)"', svg
    )
    return [
        (float(second.split()[0]) - float(first.split()[0]), style)
        for first, second, style in bars
        if first.split()[1] == second.split()[1]
    ]


def test_bars_start_left_keep_their_order_and_their_length_tells_the_value() -> None:
    bars = [(width, style) for width, style in list_bars(draw_bars(LANES)) if "#17324d" in style]

    assert len(bars) == 3
    widths = [width for width, _ in bars]
    assert [round(width / widths[0] * 21, 2) for width in widths] == [21, 2, 5]


def test_a_bar_that_is_no_actual_figure_is_hollow_and_one_apart_is_hatched() -> None:
    svg = draw_bars(LANES)
    styles = [style for _, style in list_bars(svg) if "#17324d" in style]

    assert ["fill: #17324d" in style for style in styles] == [True, False, False]
    assert ["url(#" in style for style in styles] == [False, False, True]
    assert "fill: url(#" not in draw_bars(LANES[:2])


def test_a_long_label_at_a_long_bar_leaves_room_for_itself() -> None:
    short = draw_bars([Lane("Step", Point("21", 21))])
    long = draw_bars([Lane("Step", Point("21 firms and a good deal more to say", 21))])

    width = {
        svg: max(width for width, style in list_bars(svg) if "#17324d" in style)
        for svg in (short, long)
    }
    assert width[long] < width[short] * 0.75


def test_a_bound_is_drawn_with_an_arrow_and_takes_more_room() -> None:
    exact = draw_bars([Lane("Step", Point("over 40", 40))])
    over = draw_bars([Lane("Step", Point("over 40", 40, qualifier="over"))])
    under = draw_bars([Lane("Step", Point("under 40", 40, qualifier="under"))])

    assert "#b3541e" not in exact
    assert "#b3541e" in over
    assert "#b3541e" in under
