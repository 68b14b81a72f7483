import xml.etree.ElementTree as ET

from helpers.charts.canvas import open_chart, save_chart
from helpers.charts.places.comparison_charts import Dot, ReferenceLine, Slope, draw_dots, lay_slopes
from helpers.charts.places.tile_map import Tile, lay_tiles

NAMES = ("漯河", "Zhengzhou", "Jiyuan")
DOTS = [
    Dot(name, f"{value}%", value, kind, value, value)
    for name, value, kind in zip(
        NAMES, (2.1, 2.72, 3.44), ("printed", "derived", "bound"), strict=True
    )
]


def read_drawn(svg: str) -> list[str]:
    parts = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314
    return ["".join(text.itertext()) for text in parts]


def test_dots_name_every_place_value_and_line() -> None:
    drawn = read_drawn(
        draw_dots(DOTS, [ReferenceLine("China 2.65%", 2.65), ReferenceLine("Henan 2.05%", 2.05)])
    )

    expected = {*NAMES, "2.1%", "2.72%", "3.44%", "China 2.65%", "Henan 2.05%"}
    assert expected <= set(drawn)


def test_slopes_name_every_place_at_both_ends() -> None:
    slopes = [Slope(name, 1.0 + n, 2.0, f"{1 + n}%", "2%") for n, name in enumerate(NAMES)]
    with open_chart(2) as (figure, axes):
        lay_slopes(axes, slopes, ("2017", "2019"))
        drawn = "\n".join(read_drawn(save_chart(figure)))

    assert [drawn.count(name) for name in NAMES] == [2, 2, 2]
    assert "2017" in drawn
    assert "2019" in drawn


def test_tiles_name_every_place_and_every_shade() -> None:
    legend = ["a", "b", "c", "d", "e", "none"]
    tiles = [Tile(name, str(n), 2 * n, n, n if n else None) for n, name in enumerate(NAMES)]

    with open_chart(2) as (figure, axes):
        lay_tiles(axes, tiles, legend)
        drawn = read_drawn(save_chart(figure))

    assert {*NAMES, *legend} <= set(drawn)
