import base64
import io
import struct
import zlib
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from pypdf import PdfReader

from helpers.pages.document import collect_content, compile_report
from helpers.pages.html.page import compile_page
from helpers.pages.items import Paragraph, Section
from helpers.pages.own.html_tables import read_tables, split_columns
from helpers.pages.own.own_outputs import read_output
from helpers.pages.own.pictures import read_picture
from helpers.runs.notebook_runs import strip_traces
from helpers.words.language import Language

EN = Language("en")


def show(**data: str) -> NotebookNode:
    """Return an output with some forms, named as `text_html`."""
    forms = {name.replace("_", "/", 1).replace("_", "+"): text for name, text in data.items()}
    output: NotebookNode = nbformat.v4.new_output("display_data", data=forms)
    return output


def read(output: NotebookNode) -> tuple[list[dict[str, Any]], list[str]]:
    told: list[str] = []
    return list(read_output(output, EN, told.append)), told


def draw_png(width: int, height: int) -> str:
    """Return a grey picture as a notebook keeps it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" + b"\x80" * width) if height == 1 else b""
    lines = lines or zlib.compress((b"\0" + b"\x80" * width) * height)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode()


# --- tables ------------------------------------------------------------------------------------


def test_a_frame_of_pandas_is_read_with_its_index() -> None:
    frame = pd.DataFrame({"value": [1.5, 2.0]}, index=pd.Index(["A", "B"], name="city"))

    assert read_tables(frame.to_html()) == [(["city", "value"], [["A", "1.5"], ["B", "2.0"]])]


def test_a_merged_head_stands_over_each_of_its_columns() -> None:
    columns = pd.MultiIndex.from_tuples([("value", 2022), ("value", 2023)])
    frame = pd.DataFrame([[1, 2]], columns=columns)

    assert read_tables(frame.to_html())[0][0] == ["", "value 2022", "value 2023"]


def test_the_names_of_an_index_are_the_heads_of_its_columns() -> None:
    index = pd.MultiIndex.from_tuples([("A", "actual")], names=["name", "basis"])
    frame = pd.DataFrame({2023: [1]}, index=index).rename_axis(columns="year")

    assert read_tables(frame.to_html()) == [(["name", "basis", "2023"], [["A", "actual", "1"]])]


def test_a_table_too_wide_for_print_is_set_in_parts_that_begin_with_its_first_column() -> None:
    # Each of 30 letters and 2 between them: three columns are 96 of 118 letters, four are 128.
    frame = pd.DataFrame({letter * 30: [1] for letter in "abcd"})
    items, told = read(show(text_html=frame.to_html(index=False)))

    heads = [[column["head"][0] for column in item["columns"]] for item in items]
    assert heads == [["a", "b", "c"], ["a", "d"]]
    assert "2 parts" in told[0]


def test_a_cell_of_several_words_takes_the_room_of_the_longest() -> None:
    assert split_columns(["a " * 100, "b"], [["研发投入" * 50, "1"]]) == [[0, 1]]


def test_words_beside_a_table_are_set_and_colours_are_named() -> None:
    frame = pd.DataFrame({"value": [1.5]})
    style = frame.style.set_caption("Its caption").highlight_max()
    (words, table), told = read(show(text_html=style.to_html()))

    assert words["text"] == "Its caption"
    assert table["rows"] == [[["0"], ["1.500000"]]]
    assert "colours" in told[0]


def test_an_empty_table_and_a_frame_of_another_page_are_named() -> None:
    assert read(show(text_html=pd.DataFrame({"a": []}).to_html())) == ([], ["a table is empty"])
    (words,), told = read(show(text_html="<p>Seen</p><iframe src='x'></iframe>"))

    assert words["text"] == "Seen"
    assert "iframe" in told[0]


# --- pictures ----------------------------------------------------------------------------------


def test_a_picture_keeps_its_proportions_within_the_page() -> None:
    wide = read_picture("image/png", draw_png(800, 400), "words", "note")
    tall = read_picture("image/png", draw_png(400, 1600), "words", "note")

    assert wide["width"] == 14.1
    # 21 cm high at most: 21 × 400 / 1600 = 5.25 cm wide.
    assert tall["width"] == 5.25


def test_a_small_picture_is_not_blown_up() -> None:
    # An inch has 72 dots at least.
    assert read_picture("image/png", draw_png(72, 72), "words", "note")["width"] == 2.54


def test_a_picture_is_described_by_the_metadata_of_its_output_or_named() -> None:
    png = {"image/png": draw_png(2, 2)}
    make: Any = nbformat.v4.new_output
    (own,), told = read(make("display_data", data=png, metadata={"alt": "A dot"}))
    (bare,), named = read(make("display_data", data=png))

    assert (own["alt"], told) == ("A dot", [])
    assert bare["alt"] == EN.say("own_picture")
    assert "no description" in named[0]


def test_colours_of_a_terminal_are_not_printed() -> None:
    stream = nbformat.v4.new_output("stream", name="stdout", text="\x1b[1;31mred\x1b[0m plain")
    (item,), _ = read(stream)

    assert item["text"] == "red plain"


def test_a_word_longer_than_the_line_is_broken() -> None:
    (item,), _ = read(nbformat.v4.new_output("stream", name="stdout", text="x" * 100))

    assert item["text"] == "x" * 84 + "\n" + "x" * 16


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("10%\r20%\rdone\n", "done"),
        ("of a shell\r\nsecond\r\n", "of a shell\nsecond"),
        ("a\x07", "a"),
    ],
)
def test_a_line_written_over_is_printed_as_it_ended(printed: str, seen: str) -> None:
    (item,), _ = read(nbformat.v4.new_output("stream", name="stdout", text=printed))

    assert item["text"] == seen


# --- the rest ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["3.14", "count    7.0\nmean     2.8", "'a'"])
def test_a_plain_result_is_set_as_it_is_and_marked_as_the_analysts_own(text: str) -> None:
    (item,), told = read(show(text_plain=text))

    assert (item["kind"], item["text"]) == ("code", text)
    assert item["note"] == EN.say("own_output")
    assert told == []


@pytest.mark.parametrize(
    "data",
    [
        {"text_plain": "<object at 0x7f>"},
        {"application_javascript": "alert(1)"},
        {"text_html": "<script>alert(1)</script>", "text_plain": "<IPython.HTML object>"},
        {"text_plain": "[<matplotlib.lines.Line2D at 0x7f>]"},
    ],
)
def test_what_cannot_be_set_is_told_with_what_to_write_instead(data: dict[str, str]) -> None:
    items, (told,) = read(show(**data))

    assert items == []
    assert "left out" in told
    assert "report." in told


def test_messages_and_errors_are_told() -> None:
    warned = nbformat.v4.new_output("stream", name="stderr", text="Glyph 37073 missing")
    failed = nbformat.v4.new_output("error", ename="KeyError", evalue="x", traceback=[])

    traced = nbformat.v4.new_output(
        "stream", name="stderr", text="Traceback …:\n  x\nKeyError: 'a'"
    )
    placed = nbformat.v4.new_output("stream", name="stderr", text="/a/b.py:1: UserWarning: Careful")

    assert "Glyph 37073 missing" in read(warned)[1][0]
    assert "left out (KeyError: 'a')" in read(traced)[1][0]
    assert "left out (UserWarning: Careful)" in read(placed)[1][0]
    assert "KeyError" in read(failed)[1][0]


def test_a_widget_whose_view_is_taken_out_after_a_run_is_told() -> None:
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Slider()"}
    shown = nbformat.v4.new_output("display_data", data=view)
    strip_traces(nbformat.v4.new_notebook(cells=[make_cell("slider", shown)]))
    items, (told,) = read(shown)

    assert items == []
    assert told.startswith("a widget is left out (Slider())")


def test_html_without_a_table_keeps_its_words() -> None:
    (item,), _ = read(show(text_html="<p>some <b>words</b></p><style>p {}</style>"))

    assert item["text"] == "some words"


# --- a notebook --------------------------------------------------------------------------------


def make_cell(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_code_cell(
        source, outputs=list(outputs), metadata={"tags": list(tags)}
    )
    return cell


def write_words(source: str, *tags: str) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})
    return cell


def show_part(**metadata: Any) -> NotebookNode:
    data = Section([Paragraph(["Part."])]).show_forms()
    output: NotebookNode = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    return output


def collect(*cells: NotebookNode) -> dict[str, Any]:
    return collect_content(nbformat.v4.new_notebook(cells=list(cells)), "own")


@pytest.mark.parametrize(("language", "seen", "unseen"), [("zh", "中", "EN"), ("en", "EN", "中")])
def test_a_cell_of_words_is_set_in_its_language_only(language: str, seen: str, unseen: str) -> None:
    content = collect(
        make_cell(f'language = "{language}"', tags=("parameters",)),
        write_words("中", "zh"),
        write_words("EN", "en"),
        write_words("both"),
    )
    texts = [item["runs"] for item in content["items"]]

    assert texts == [[seen], ["both"]]
    assert unseen not in str(texts)
    assert content["meta"]["language"] == language


def test_parameters_that_were_edited_and_not_run_are_told() -> None:
    parameters = make_cell('city = "jiaozuo"\nlanguage = "en"', tags=("parameters",))
    made = {"city": "luohe", "language": "en"}
    content = collect(parameters, make_cell("x", show_part(**{"city-figures": made})))

    assert content["told"] == [
        "the outputs are for city = 'luohe', the parameters say 'jiaozuo'; run all cells"
    ]


def test_the_name_of_an_object_beside_a_chart_is_no_loss() -> None:
    content = collect(make_cell("x", show(text_plain="<Axes: >"), show_part()))

    assert content["told"] == []
    assert len(content["items"]) == 1


def test_a_part_of_a_report_that_says_nothing_is_no_loss() -> None:
    empty = nbformat.v4.new_output("display_data", data=Section([]).show_forms())
    content = collect(make_cell("x", empty), make_cell("y", show_part()))

    assert content["told"] == []
    assert len(content["items"]) == 1


def test_own_outputs_alone_make_no_report() -> None:
    with pytest.raises(Exception, match="not a report"):
        collect(make_cell("x", show(text_plain="3")))


def test_code_of_a_cell_of_words_is_in_the_page() -> None:
    content = collect(write_words("# A\n\n```python\nx = 1\n```"))

    assert b"<code>x = 1</code>" in compile_page(content, "own.en")


def test_own_outputs_are_in_the_page_and_the_pdf_with_words_for_those_who_cannot_see() -> None:
    png = draw_png(40, 20)
    content = collect(
        write_words("# Own\n\nA formula $x^2$.\n\n| a | b |\n|---|---|\n| cell | 7 |"),
        write_words("| a table without rows |\n|---|"),
        make_cell("x", show(image_png=png)),
    )
    page = compile_page(content, "own.en").decode()
    reader = PdfReader(io.BytesIO(compile_report(content)))

    assert "img-src data:" in page
    assert f'src="data:image/png;base64,{png}"' in page
    assert 'alt="x^2"' in page
    assert "cell" in "".join(each.extract_text() for each in reader.pages)
    assert reader.pages[0].images[0].image is not None
