import io
from typing import Any

import nbformat
import pytest
from pypdf import PdfReader

from helpers.pages.document import collect_content, compile_report
from helpers.pages.items import Chart, Paragraph, Section
from helpers.pages.pdf.glyphs import list_missing, replace_missing


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("met \U0001f389", "met [party popper]"),
        ("\u0e01", "□"),  # a letter of Thai
        ("漯河 2.1% ✓ Ω", "漯河 2.1% ✓ Ω"),
    ],
)
def test_a_symbol_that_no_font_has_is_named_and_a_letter_boxed(text: str, shown: str) -> None:
    assert replace_missing({"text": [text]}) == {"text": [shown]}


def test_letters_for_which_typst_brings_a_font_are_not_missing() -> None:
    assert list_missing("\u05d0") == []  # a letter of Hebrew


def test_a_report_with_an_emoji_is_set_and_the_emoji_named() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>\U0001f389</text></svg>"
    picture = Chart("Title", "Subtitle", svg, "words", ["Source"], [])
    section = Section([Paragraph(["Ours \U0001f3c6"]), picture])
    make: Any = nbformat.v4
    shown = make.new_output("display_data", data=section._repr_mimebundle_())
    cells = [
        make.new_markdown_cell("# Done \u2705"),
        make.new_code_cell("section", outputs=[shown]),
    ]
    content = collect_content(make.new_notebook(cells=cells), "notebook")
    pages = PdfReader(io.BytesIO(compile_report(content))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "Done [white heavy check mark]" in text
    assert "Ours [trophy]" in text
    assert [told[:18] for told in content["told"]] == ["cell 1: no font ha", "cell 2: no font ha"]
    assert "\u2705" in content["told"][0]
