import pytest

from helpers.pages.items import Paragraph, Section
from helpers.pages.links import Link, find_target, split_address, split_addresses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("no address", ["no address"]),
        ("", []),
        ("http://a.cn/b.html.", ["<http://a.cn/b.html>", "."]),
        ("（http://a.cn/b），可信", ["（", "<http://a.cn/b>", "），可信"]),
        ("见http://a.cn/b。下", ["见", "<http://a.cn/b>", "。下"]),
        ("见https://a.cn/b查看", ["见", "<https://a.cn/b>", "查看"]),
        ("(see http://a.cn/b_(c))", ["(see ", "<http://a.cn/b_(c)>", ")"]),
        ("[http://a.cn/b], then", ["[", "<http://a.cn/b>", "], then"]),
        ("http://a.cn/b(见附件)", ["<http://a.cn/b>", "(见附件)"]),
        ("http://a.cn/?b=1&c=[2];", ["<http://a.cn/?b=1&c=[2]>", ";"]),
        ("http://a.cn, https://b.cn!", ["<http://a.cn>", ", ", "<https://b.cn>", "!"]),
        ("'HTTP://A.cn/B'", ["'", "<HTTP://A.cn/B>", "'"]),
        ("write mailto:a@b.cn.", ["write ", "<mailto:a@b.cn>", "."]),
        ("http://. and https://", ["http://. and https://"]),
        ("file:///a javascript:b", ["file:///a javascript:b"]),
    ],
)
def test_an_address_in_a_text_is_whole_and_ends_before_the_sentence_does(
    text: str, parts: list[str]
) -> None:
    found = list(split_addresses(text))

    assert [f"<{part.text}>" if isinstance(part, Link) else part for part in found] == parts


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("http://a.cn", "http://a.cn"),
        ("https://a.cn/济源?x=%20", "https://a.cn/%E6%B5%8E%E6%BA%90?x=%20"),
        ("https://bücher.example:8080/", "https://xn--bcher-kva.example:8080/"),
        ("http://[::1]/", "http://[::1]/"),
        ("mailto:a@b.cn", "mailto:a@b.cn"),
        ("mailto:", ""),
        ("http:///a", ""),
        ("http://[a", ""),
        ("http:\\\\a.cn", ""),
        (" http://a.cn", ""),
        ("http://a.cn\n", ""),
        ("http://a\u202e.cn", ""),
        ("\x01javascript:x", ""),
        ("github:a/b/c.csv@0", ""),
        ("a.cn/b", ""),
        ("//a.cn", ""),
        ("ftp://a.cn", ""),
        ("", ""),
    ],
)
def test_a_link_opens_a_page_or_a_letter_and_nothing_else(address: str, target: str) -> None:
    assert find_target(address) == target


def test_a_line_may_end_within_an_address_behind_its_signs_and_in_a_long_name() -> None:
    address = "http://a-b.cn/x_(1)/0123456789abcdef?y=济源"

    parts = "http:// a- b. cn/ x_( 1)/ 0123456789ab cdef? y= 济源"
    assert split_address(address) == parts.split()


def test_an_address_that_is_not_opened_is_text_in_every_form() -> None:
    paragraph = Paragraph([Link('javascript:"<x>')])

    html = Section([paragraph])._repr_mimebundle_()["text/html"]
    assert html == "<p>javascript:&#34;&lt;x&gt;</p>"
    assert paragraph.to_plain() == 'javascript:"<x>'
    assert paragraph.to_data()["runs"] == [{"url": "", "text": 'javascript:"<x>'}]
