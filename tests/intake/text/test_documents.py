import codecs
import io
import os
import re
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError

from helpers.cli import main
from helpers.intake.text.documents import read_document
from helpers.problems import UsageError

TEXT = "云泽市科技工作情况\n全市共有高新技术企业１２６家，\n研发投入16.15亿元。\n"
LINES = TEXT.split("\n")
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="{charset}">'
    "<title>科技公报_云泽市科技局</title></head>"
    '<body><div class="nav"><a>首页</a><a>12345热线</a></div><h1>科技公报</h1>'
    "<p>全市研发投入<b>48.6</b>亿元，比上年增长12.0%，高新技术企业达到1286家，孵化器15家。</p>"
    "<table><tr><th>地区</th><th>研发投入（亿元）</th></tr><tr><td>全市</td><td>48.6</td></tr></table>"
    '<div class="footer">版权所有 鄂ICP备05001234号 电话 0710-3612345</div></body></html>'
)


def save(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16-le", "utf-16-be", "utf-16 without mark"],
)
def test_a_text_is_read_the_same_in_every_encoding(tmp_path: Path, content: bytes) -> None:
    document = read_document(save(tmp_path, "report.txt", content))

    assert [line.text for line in document.lines] == LINES
    assert [line.locator for line in document.lines][:2] == ["line 1", "line 2"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    body=st.text(
        st.sampled_from("市科技企业达到亿元，。（）０１２3456789.% 两百万家龘"), min_size=20
    ),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_no_character_is_lost_between_encodings(tmp_path: Path, body: str, encoding: str) -> None:
    text = "全市高新技术企业情况\n" + body
    document = read_document(save(tmp_path, "any.txt", text.encode(encoding)))

    assert document.text == text


@pytest.mark.parametrize("break_", ["\r\n", "\r"])
def test_lines_are_counted_alike_whatever_ends_them(tmp_path: Path, break_: str) -> None:
    content = TEXT.replace("\n", break_).encode("utf-8")

    assert [line.text for line in read_document(save(tmp_path, "r.txt", content)).lines] == LINES


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_page_is_read_without_its_menu_and_its_foot(tmp_path: Path, charset: str) -> None:
    content = PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset)
    document = read_document(save(tmp_path, "page.html", content))

    assert document.kind == "html"
    assert "48.6亿元" in document.text
    assert not re.search("首页|12345|备05001234|3612345", document.text)
    assert [line.text for line in document.lines if line.is_cells] == [
        "地区\t研发投入（亿元）",
        "全市\t48.6",
    ]


def test_a_pdf_names_the_page_of_every_line(tmp_path: Path) -> None:
    source = "#set page(height: 6cm)\nfirst 12 firms\n#pagebreak()\nsecond 34 firms"
    pdf = typst.compile(source.encode())
    document = read_document(save(tmp_path, "report.pdf", pdf))

    located = {line.text.strip(): line.locator for line in document.lines}
    assert located["first 12 firms"] == "page 1"
    assert located["second 34 firms"] == "page 2"


def test_a_pdf_of_pictures_is_refused_with_what_to_do(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    path = tmp_path / "scan.pdf"
    writer.write(path)

    with pytest.raises(UsageError, match="images but no text; expected one with text"):
        read_document(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the file is empty"),
        ("　\n".encode(), "there is no text in it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "an image, not text"),
        (bytes(range(256)) * 20, "it is not text"),
        (b"PK\x03\x04" + bytes(range(256)), "Office or ZIP file .save it as PDF or text first."),
        ((TEXT * 10).encode("utf-8")[:-2], "a character of line 30 is damaged"),
        (b"%PDF-1.7\nthis is none", "damaged"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xff", "it is not text"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(
    tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        read_document(save(tmp_path, "odd.txt", content))

    assert "\n" not in str(caught.value)


def test_a_pdf_that_is_locked_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(typst.compile(b"12 firms")))
    writer.encrypt("secret", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    writer.write(path)

    with pytest.raises(UsageError, match="locked by a password"):
        read_document(path)

    def refuse(*_: object) -> None:
        raise DependencyError("cryptography is required for AES algorithm")

    monkeypatch.setattr(PdfReader, "decrypt", refuse)
    with pytest.raises(UsageError, match="the PDF is encrypted"):
        read_document(path)


def test_a_file_that_is_only_named_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="but is not a PDF"):
        read_document(save(tmp_path, "scan.pdf", b"GIF89a"))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="is a folder"):
        read_document(tmp_path)


def test_a_line_longer_than_any_document_prints_is_refused_in_one(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("企业12家，" * 40_000, encoding="utf-8")

    with pytest.raises(UsageError, match="line 1 has 240,000 characters without a break"):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("pipe.txt", None, "a pipe or a device"),
        ("deep.html", b"<div>" * 20_000 + b"12", "nested more than 10,000 deep"),
        ("huge.txt", "企业12家。\n".encode() * 1_200_000, "more than 15 MB of text"),
        ("empty.html", b"", "the file is empty"),
    ],
)
def test_the_command_refuses_what_it_could_not_read_in_one_line(
    name: str, content: bytes | None, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is None:
        os.mkfifo(path)
    else:
        path.write_bytes(content)

    assert main(["intake", str(path), "--output", str(tmp_path / "out.csv")]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert len(said.err.splitlines()) == 1


def test_a_device_without_an_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "endless.txt").symlink_to("/dev/zero")

    with pytest.raises(UsageError, match="a pipe or a device"):
        read_document(tmp_path / "endless.txt")


def test_a_page_is_read_as_a_browser_shows_it(tmp_path: Path) -> None:
    page = (
        "<style>.old{display:none} @media print{.now{display:none}}</style><p class=now>12家"
        "<p hidden>13家<p style='visibility:hidden'>14家<p class=old>15家<template>16家</template>"
        "<!--17家--><noscript>18家</noscript><p aria-hidden=true>19家<table><tr><td>指标<td>2021年"
        "<tr><td>投入（亿元）<td>16.2<sup>1</sup><td hidden>3<tr><td>企业（家）<td>20<br>21</table>"
    )
    document = read_document(save(tmp_path, "p.html", page.encode()))

    assert [(line.text, line.is_cells) for line in document.lines] == [
        *(("12家", False), ("19家", False), ("指标\t2021年", True)),
        *(("投入（亿元）\t16.2", True), ("企业（家）\t20 21", True)),
    ]


def test_only_numbers_that_count_the_pages_are_dropped_and_listed(tmp_path: Path) -> None:
    numbered = '#set page(height: 5cm, numbering: "1")\n'
    pages = "#pagebreak()\n".join(f"firms\n\n{count}\n\n" for count in (6082, 1162, 77))
    document = read_document(save(tmp_path, "n.pdf", typst.compile((numbered + pages).encode())))
    bare = read_document(save(tmp_path, "b.pdf", typst.compile(b"firms\n\n6082\n\n1162")))

    assert [line.text for line in document.dropped] == ["1", "2", "3"]
    assert [line.text.strip() for line in document.lines if line.text.strip().isdigit()] == [
        *("6082", "1162", "77")
    ]
    assert "1162" in bare.text
    assert bare.dropped == ()
