"""Pages as a browser shows them: for everybody, by keyboard, on a phone, in the dark."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no type hints
from notebook_servers import open_browser
from page_making import NOTEBOOKS, collect, list_two_cities, make_short_report, read_content
from playwright.sync_api import Browser, Locator, Page

from helpers.pages.html.page import compile_page
from helpers.pages.items import Column, Heading, Section, Table
from helpers.pages.runs import Lines, Mark, Runs, SourcePlace
from helpers.runs.rebuilds import write_index

pytestmark = pytest.mark.slow

PHONE, DESK = (320, 640), (1280, 900)
COMMON_PHONE = (390, 844)
# The long report of a city adds nothing to the short one but half a minute.
CHECKED = ("luohe.zh.html", "comparison.en.html", "audit.en.html", "index.html#zh", "index.html#en")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the page of a city, the comparison, the audit and the index."""
    folder = tmp_path_factory.mktemp("site")
    contents = {name: read_content(project, name) for name in NOTEBOOKS}
    contents["luohe.zh"] = make_short_report(project)
    contents["comparison.henan.en"] = list_two_cities("en")
    for name, content in contents.items():
        (folder / f"{name}.html").write_bytes(compile_page(content, name, ("zh", "en")))
        (folder / f"{name}.pdf").touch()
    write_index(project, folder, list(contents))
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    # What goes wrong in a script of the page goes wrong in the test.
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    # So does what its own policy forbids.
    page.on("console", lambda message: errors.append(message.text))
    page.on("request", lambda request: None if request.url.startswith("file:") else
            errors.append(request.url))  # fmt: skip
    yield page
    context.close()
    assert errors == []


def open_page(page: Page, site: Path, name: str) -> None:
    path, _, place = name.partition("#")
    page.goto((site / path).as_uri() + (f"#{place}" if place else ""))


def unfold(page: Page) -> None:
    """Open what is folded, and show long cells whole."""
    page.evaluate("""document.querySelectorAll("details").forEach((each) => { each.open = true; });
        document.querySelectorAll(".long + button:not([hidden])").forEach((key) => key.click());""")


def find_violations(page: Page, **options: Any) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"resultTypes": ["violations"], **options})
    return [
        (violation["id"], node["html"])
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("name", CHECKED)
def test_axe_finds_nothing_in_light_or_dark(page: Page, site: Path, name: str) -> None:
    page.emulate_media(color_scheme="light")
    open_page(page, site, name)
    assert find_violations(page) == []

    # Only colours differ in the dark.
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 30)"
    assert find_violations(page, runOnly=["color-contrast", "link-in-text-block"]) == []


@pytest.mark.parametrize("name", CHECKED)
def test_a_narrow_screen_scrolls_tables_and_charts_but_not_the_page(
    page: Page, site: Path, name: str
) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    open_page(page, site, name)

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    # What scrolls can be reached by keyboard, and what does not is no stop on the way.
    assert page.evaluate("""[...document.querySelectorAll(".scroll")].every(
        (region) => (region.scrollWidth > region.clientWidth) === (region.tabIndex === 0))""")
    # Colours are the same as on a desk.
    assert find_violations(page, rules={"color-contrast": {"enabled": False}}) == []


def test_on_a_phone_data_and_labels_are_in_view_and_only_wide_tables_scroll(
    page: Page, site: Path
) -> None:
    page.set_viewport_size({"width": COMMON_PHONE[0], "height": COMMON_PHONE[1]})
    open_page(page, site, "luohe.zh.html")

    assert page.evaluate("document.documentElement.scrollWidth") == COMMON_PHONE[0]
    scrolled = page.evaluate("""[...document.querySelectorAll("main *")].filter(
        (each) => getComputedStyle(each).overflowX === "auto" && each.scrollWidth > each.clientWidth
        ).map((each) => each.querySelector("table")?.className ?? each.outerHTML)""")
    assert set(scrolled) <= {"wide"}
    # Of two drawings the narrow one shows, and each of its texts is on the screen, in type that
    # is no smaller than 11 pixels.
    texts = page.evaluate("""[...document.querySelectorAll("figure text")].map((text) =>
        [text.getBoundingClientRect(), text.closest("svg").viewBox.baseVal,
         text.closest("svg").getBoundingClientRect(), parseFloat(getComputedStyle(text).fontSize)]
        ).filter(([box]) => box.width).map(([box, all, shown, size]) =>
        [box.left, box.right, size * shown.width / all.width])""")
    assert len(texts) > 10
    assert min(left for left, _, _ in texts) >= 0
    assert max(right for _, right, _ in texts) <= COMMON_PHONE[0]
    assert min(size for *_, size in texts) >= 11
    assert page.locator("figure .chart:visible").count() == page.locator("figure").count()
    # The contents are folded at the top, the notes are folded where they stand.
    assert page.evaluate("document.querySelector('.contents details').open") is False
    assert page.locator(".contents").bounding_box()["y"] < COMMON_PHONE[1] / 2  # type: ignore[index]
    assert not page.locator("#note-a").is_visible()


def test_the_first_column_stays_while_a_wide_table_is_scrolled(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": COMMON_PHONE[0], "height": COMMON_PHONE[1]})
    open_page(page, site, "comparison.en.html")

    places = page.evaluate("""(() => {
        const table = [...document.querySelectorAll(".scroll:has(table.wide)")].find(
            (region) => region.scrollWidth > region.clientWidth + 60);
        const cells = [...table.querySelectorAll("tbody tr:first-child > *")];
        const read = () => cells.slice(0, 2).map((cell) => cell.getBoundingClientRect().left);
        const before = read();
        table.scrollLeft = 60;
        return [before, read()];
    })()""")

    (first, second), (first_after, second_after) = places
    assert first_after == first
    assert second_after == pytest.approx(second - 60)


def test_on_a_phone_a_table_that_fits_the_screen_gives_a_long_first_column_its_share(
    page: Page, site: Path
) -> None:
    page.set_viewport_size({"width": COMMON_PHONE[0], "height": COMMON_PHONE[1]})
    open_page(page, site, "audit.en.html")

    # The finding and its working are several times as long as what is done about it.
    width = page.locator(
        "table:not(.wide) tbody tr:first-child > :first-child"
    ).first.bounding_box()
    assert width is not None
    assert width["width"] > COMMON_PHONE[0] / 2


@pytest.mark.parametrize("name", ["luohe.en.html", "luohe.zh.html", "audit.en.html"])
def test_on_a_phone_tables_of_words_and_of_figures_under_short_heads_are_read_without_scrolling(
    page: Page, site: Path, name: str
) -> None:
    page.set_viewport_size({"width": COMMON_PHONE[0], "height": COMMON_PHONE[1]})
    open_page(page, site, name)

    # A column of words is wide enough to be read, or its rows are cards.
    narrow = page.evaluate("""[...document.querySelectorAll(
        "table:not(.records, .listed) th.wordy")].filter((head) =>
        head.getBoundingClientRect().width < 100).map((head) => head.textContent)""")
    assert narrow == []
    cards = page.evaluate("""[...document.querySelectorAll("table.records")].map(
        (table) => [table.scrollWidth, table.querySelectorAll("td[data-head]").length > 0])""")
    assert all(width <= COMMON_PHONE[0] and is_named for width, is_named in cards)
    assert (len(cards) > 2) is (name == "luohe.en.html")
    # Words in two columns beside the first are not squeezed into a table.
    squeezed = page.evaluate("""[...document.querySelectorAll(
        "table:not(.records, .listed)")].filter((table) =>
        table.querySelectorAll("th.wordy:not(:first-child)").length > 1).map(
            (table) => table.textContent)""")
    assert squeezed == []
    # Figures stand behind each other, each with its head, and no dash takes room.
    listed = page.evaluate("""[...document.querySelectorAll("table.listed")].map((table) =>
        [table.closest(".scroll").scrollWidth, ...[...table.querySelectorAll("td")].filter(
            (cell) => !cell.dataset.head || (cell.textContent === "–" && cell.offsetWidth))])""")
    assert all(one == [350] for one in listed)
    assert (len(listed) > 0) is name.startswith("luohe")
    # Nor is a dash explained that is not there.
    keys = page.locator(".table:has(.records, .listed) > .remark .none")
    assert keys.count() > 0
    assert not any(key.is_visible() for key in keys.all())
    # What goes on beyond the edge fades, and what does not stands whole.
    assert page.evaluate("""[...document.querySelectorAll(".scroll")].every((region) =>
        (region.scrollLeft < region.scrollWidth - region.clientWidth - 1)
        === (getComputedStyle(region).maskImage !== "none"))""")


def set_tables(site: Path) -> str:
    """Set tables that a narrow screen has no room for as they are; return the name of the page."""
    name, text = "数字已更新，也未说明该数字是否沿用", "每位专家在本地单位的项目数与"
    columns = [Column(head, "left", 1) for head in ("合作单位", "本市单位", "形式", "出处")]
    rows: list[list[Runs]] = [[[name * 2], ["2个"], ["引才"], [text]]]
    heads = ["Measure", "Period", "Rounding", "and doubts", "and errors of up to 5%", "Cities"]
    figures: list[list[Runs]] = [[["R&D expenditure over GDP (derived)"], *[["100"]] * 5]]
    brief: list[list[Runs]] = [[["R&D expenditure over GDP"], *[["−0.3"]] * 5]]
    shaded = ["城市", *["技术合同成交额与地区生产总值之比◇"] * 3, *["每10万人高新技术企业◇"] * 4]
    listed: list[list[Runs]] = [[[Lines([f"{text}{number}；" for number in range(8)])], ["无。"]]]
    marks = [Mark(tuple(SourcePlace(n, f"{line}") for line in range(30, 39))) for n in (1, 2, 3)]
    marked: list[list[Runs]] = [[[f"{name * 10}没有实际数。", *marks]]]
    tables = [
        Table("texts", columns, rows),
        Table("figures", [Column(head, "right") for head in heads], figures),
        Table("brief", [Column(head[:8], "right") for head in heads], brief),
        Table("shaded", [Column(h, "right", 1) for h in shaded], [[["漯河"], *[["1.24%(8)"]] * 7]],
              shades=[[0] * 8]),
        Table("list", [Column("发现", "left", 9), Column("办法", "left", 3)], listed),
        Table("marks", [Column("发现", "left")], marked),
    ]  # fmt: skip
    content = collect(Section([Heading("一"), Heading("二"), *tables]))
    content["meta"]["language"] = "zh"
    (site / "tables.html").write_bytes(compile_page(content, "tables"))
    return "tables.html"


@pytest.mark.parametrize("width", [COMMON_PHONE[0], 360])
def test_on_a_phone_texts_and_figures_that_have_no_room_beside_each_other_are_cards_or_a_list(
    page: Page, site: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, site, set_tables(site))
    unfold(page)

    shown = page.evaluate("""[...document.querySelectorAll(".scroll:has(table)")].map((region) =>
        [region.querySelector("caption").textContent.trim(), region.querySelector("table").className
         .replace("wide", "").trim(), region.scrollWidth - region.clientWidth])""")
    assert shown[:3] == [["texts", "records", 0], ["figures", "records", 0], ["brief", "listed", 0]]
    # A row of marks goes over several lines, and the text of a single column has the whole width.
    assert shown[5] == ["marks", "records", 0]
    text = page.locator("table:has(caption:has-text('marks')) td").last
    assert text.evaluate("cell => getComputedStyle(cell).paddingLeft") == "0px"


def test_a_table_of_eight_columns_fits_a_desk_and_bullets_of_a_list_stand_inside_their_cell(
    page: Page, site: Path
) -> None:
    open_page(page, site, set_tables(site))

    over = page.evaluate("""[...document.querySelectorAll(".scroll:has(table)")].map((region) =>
        region.scrollWidth - region.clientWidth)""")
    assert over == [0] * 6
    # A bullet takes about as much room as a letter and a half.
    room = page.evaluate("""[...document.querySelectorAll("td ul, th ul")].map((list) =>
        parseFloat(getComputedStyle(list).paddingLeft) / parseFloat(getComputedStyle(list).fontSize)
    )""")
    assert len(room) == 1
    assert min(room) >= 1.5


def test_on_a_phone_a_long_cell_is_cut_and_a_key_unfolds_it(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": COMMON_PHONE[0], "height": COMMON_PHONE[1]})
    open_page(page, site, "audit.en.html")
    button = page.locator(".long + button:not([hidden])").first

    def read() -> tuple[str | None, str | None, float]:
        cut = button.evaluate(
            "({ previousElementSibling: text }) => text.scrollHeight - text.clientHeight"
        )
        return button.text_content(), button.get_attribute("aria-expanded"), cut

    name, expanded, cut = read()
    assert (name, expanded, cut > 20) == ("Show all", "false", True)
    button.press("Enter")
    assert read() == ("Show less", "true", 0)
    # A text that is in sight as it is has no key.
    assert page.evaluate("""[...document.querySelectorAll(".long.cut")].every((text) =>
        text.nextElementSibling.hidden === (text.scrollHeight - text.clientHeight < 2))""")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    assert not button.is_visible()


def test_on_a_phone_the_line_over_the_years_is_in_sight(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": COMMON_PHONE[0], "height": COMMON_PHONE[1]})
    open_page(page, site, "index.html#en")

    line = page.locator("#en svg.line").first.bounding_box()
    assert line is not None
    assert line["x"] + line["width"] < COMMON_PHONE[0]


@pytest.mark.parametrize("name", CHECKED)
def test_on_a_phone_what_is_pressed_is_as_high_as_a_finger_needs_or_stands_in_a_line_of_text(
    page: Page, site: Path, name: str
) -> None:
    page.set_viewport_size({"width": COMMON_PHONE[0], "height": COMMON_PHONE[1]})
    open_page(page, site, name)

    # 24 pixels, as WCAG 2.2 asks; a link that stands in a line of text is excepted.
    low = page.evaluate("""[...document.querySelectorAll("a, button, summary, select, input")]
        .filter((each) => each.checkVisibility() && !each.closest(".unseen, .skip")
            && (getComputedStyle(each).display !== "inline"
                || each.closest(".cities, nav, .links, td"))
            && each.getBoundingClientRect().height < 23.9).map((each) => each.outerHTML)""")
    assert low == []


@pytest.mark.parametrize("width", [COMMON_PHONE[0], 367, DESK[0]])
def test_no_line_begins_with_the_stop_behind_an_address(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, site, "luohe.en.html")

    torn = page.evaluate("""[...document.querySelectorAll(".sources a[rel]")].filter((link) => {
        const [last, stop] = [document.createRange(), document.createRange()];
        last.selectNodeContents(link);
        stop.setStart(link.nextSibling, 0);
        stop.setEnd(link.nextSibling, 1);
        return stop.getBoundingClientRect().top >= [...last.getClientRects()].pop().bottom;
    }).map((link) => link.textContent)""")
    assert torn == []
    assert page.locator(".sources a[rel]").count() > 5


def test_an_english_apostrophe_leaves_no_gap(page: Page, site: Path) -> None:
    open_page(page, site, "audit.en.html")

    # In the Chinese letters that both languages share it is as wide as a Chinese one.
    widths = page.evaluate("""["’", "m"].map((letter) => {
        const shown = document.querySelector("main").appendChild(document.createElement("span"));
        shown.textContent = letter;
        return shown.getBoundingClientRect().width;
    })""")
    assert widths[0] < widths[1] / 2


def test_the_sign_beside_a_heading_copies_an_address_that_leads_there(
    page: Page, site: Path
) -> None:
    open_page(page, site, "luohe.zh.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.locator("#over-time + .anchor").click()

    wait_for(page, "document.querySelector('#over-time + .anchor').textContent.includes('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{(site / 'luohe.zh.html').as_uri()}#over-time"


def wait_for(page: Page, condition: str) -> None:
    """Wait until a browser has followed a link, which it does in its own time."""
    page.wait_for_function(condition)


def focused(page: Page, expression: str) -> object:
    return page.evaluate(f"(({{activeElement: focused}}) => {expression})(document)")


def test_the_first_tab_leads_to_the_report(page: Page, site: Path) -> None:
    open_page(page, site, "luohe.zh.html")

    page.keyboard.press("Tab")
    assert focused(page, "focused.className") == "skip"
    assert page.locator(".skip").bounding_box() is not None
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    wait_for(page, "document.activeElement.id === 'content'")
    page.keyboard.press("Tab")
    assert focused(page, "focused.className") == "mark"


def test_an_address_of_a_note_unfolds_the_notes(page: Page, site: Path) -> None:
    open_page(page, site, "luohe.zh.html#note-b")

    assert page.locator("#note-b").is_visible()


def test_a_mark_shows_its_figure_and_leads_there_and_back_to_itself(page: Page, site: Path) -> None:
    open_page(page, site, "luohe.zh.html")
    # The second place that cites the figure: the way back must not lead to the first place.
    mark = page.locator("a.mark[id$='-2'][href^='#row-']").first
    name, end = mark.get_attribute("id"), str(mark.get_attribute("href"))
    mark.focus()

    preview = page.locator(".preview")
    row = page.locator(f"li:has({end})")
    assert preview.text_content() == row.locator(".text").text_content()
    assert find_violations(page, runOnly=["region", "color-contrast"]) == []
    page.keyboard.press("Escape")
    assert not preview.is_visible()
    assert not row.is_visible()
    # The list of figures, which is folded, opens.
    page.keyboard.press("Enter")
    wait_for(page, f"document.activeElement.id === '{end[1:]}'")
    assert row.is_visible()
    page.keyboard.press("Enter")
    wait_for(page, f"document.activeElement.id === '{name}'")
    assert page.url.endswith(f"#{name}")


def test_a_mark_of_several_figures_shows_them_all(page: Page, site: Path) -> None:
    open_page(page, site, "luohe.zh.html")
    mark = page.locator("a.mark[data-shown]").first
    ends = str(mark.get_attribute("data-shown")).split()

    mark.hover()

    shown = page.locator(".preview p").all_inner_texts()
    assert len(ends) > 1
    assert shown == [page.locator(f"li:has(#{end}) .text").text_content() for end in ends]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("luohe", ["Luohe"]),
        ("漯", ["Luohe"]),
        ("LUO he", ["Luohe"]),
        ("audit", ["Audit of the figures: Henan"]),
        ("xiamen", []),
    ],
)
def test_the_index_is_narrowed_by_what_is_typed(
    page: Page, site: Path, typed: str, left: list[str]
) -> None:
    open_page(page, site, "index.html#en")
    box = page.get_by_role("searchbox", name="Find a report")

    box.press_sequentially(typed)
    box.press("Enter")

    shown = page.locator("#en .report:visible").locator("h3 a, th div:first-child a:first-child")
    assert shown.all_inner_texts() == left
    told = page.locator("#en output").inner_text()
    assert told == (f"{len(left)} of 5 shown" if left else "No report of this name")
    # What is found stands right below the box, not below a map of all.
    assert not page.locator("#en .map").is_visible()
    box.fill("")
    assert page.locator("#en .map").is_visible()
    assert page.locator("#en .report:visible").count() == 5


def test_the_cities_are_sorted_by_the_column_whose_head_is_pressed(page: Page, site: Path) -> None:
    open_page(page, site, "index.html#en")
    head = page.locator("#en .cities").get_by_role("button", name=re.compile("^Intensity 2023"))
    heads = page.locator("#en .cities thead button")
    heads.first.focus()
    # Each head is a stop of the keyboard, in the order of the columns.
    for number in range(heads.count()):
        assert heads.nth(number).evaluate("head => head === document.activeElement")
        page.keyboard.press("Tab")

    def press() -> tuple[str | None, list[str]]:
        head.press("Enter")
        names = page.locator("#en .cities tbody th div:first-child").all_inner_texts()
        return head.locator("..").get_attribute("aria-sort"), [name.split()[0] for name in names]

    assert press() == ("descending", ["Zhengzhou", "Luohe"])
    assert press() == ("ascending", ["Luohe", "Zhengzhou"])


def test_bounds_stand_below_all_values_whichever_way_the_cities_are_sorted(
    page: Page, project: Path, tmp_path: Path
) -> None:
    name = "comparison.henan.en"
    content = list_two_cities("en", zhengzhou="<2.65%")  # above the 2.1% of Luohe
    (tmp_path / f"{name}.html").write_bytes(compile_page(content, name, ("zh", "en")))
    write_index(project, tmp_path, [name])
    open_page(page, tmp_path, "index.html#en")
    head = page.locator("#en .cities").get_by_role("button", name=re.compile("^Intensity 2023"))

    for _ in range(2):
        head.click()
        names = page.locator("#en .cities tbody th div:first-child").all_inner_texts()
        assert [name.split()[0] for name in names] == ["Luohe", "Zhengzhou"]


def test_the_index_changes_its_language_by_keyboard_and_keeps_what_was_typed(
    page: Page, site: Path
) -> None:
    # The browser speaks English: so does the index.
    open_page(page, site, "index.html")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("#en input").fill("luohe")

    page.locator("#en .banner").get_by_role("link", name="中文").press("Enter")

    wait_for(page, "document.documentElement.lang === 'zh-Hans'")
    assert page.title() == "1市科技数字"
    assert not page.locator("#en").is_visible()
    assert focused(page, "focused.textContent") == "中文"
    assert page.locator(
        "#zh tr.report:visible th div:first-child a:first-child"
    ).all_inner_texts() == ["漯河"]


def test_without_scripts_everything_is_there(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, site, "index.html")

    assert [page.locator(f"#{code} .report").count() for code in ("zh", "en")] == [5, 5]
    assert [page.locator(f"#{code}").is_visible() for code in ("zh", "en")] == [True, True]
    assert not page.locator("#en form").is_visible()
    context.close()


def test_print_is_dark_on_light_and_without_what_is_for_the_screen(page: Page, site: Path) -> None:
    open_page(page, site, "luohe.zh.html")
    page.emulate_media(media="print", color_scheme="dark")

    colours = page.evaluate(
        "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
    )
    assert colours == ["rgb(29, 39, 51)", "rgb(255, 255, 255)"]
    for name in (".contents", ".banner nav", ".skip", ".preview"):
        assert not page.locator(name).is_visible()
    assert page.locator("svg").first.is_visible()


def test_a_place_of_the_positions_tells_its_figure_to_pointer_and_keyboard_and_is_pinned(
    page: Page, site: Path
) -> None:
    open_page(page, site, "luohe.zh.html")
    told = page.locator(".spine output")
    ratio = "研发投入与地区生产总值之比◇"
    dot = page.locator(f'.broad circle.dot[aria-label="{ratio}：洛阳 2.37%"]')

    point_at(page, dot)
    # The own city stands beside the one pointed at.
    assert told.text_content() == f"{ratio}：洛阳 2.37% · 漯河 0.86%（？）"

    page.mouse.down()
    page.mouse.up()
    assert page.locator(".spine select").input_value() == "洛阳"
    # The ring of the focus is on the dot that is pinned.
    assert dot.evaluate("dot => dot === document.activeElement")
    # Luoyang has a figure in each of the ten rows.
    assert page.locator(".broad circle.dot.pinned").count() == 10

    # A row is one stop of the Tab key, at the own city; the arrow leads to the next place.
    page.locator('.broad circle.dot[aria-label="研发投入强度：漯河 2.1%"]').focus()
    page.keyboard.press("ArrowRight")
    assert told.text_content() == "研发投入强度：三门峡 2.67% · 洛阳 3.47% · 漯河 2.1%"
    assert page.locator('.broad circle.dot[tabindex="0"]').count() == 10


def point_at(page: Page, dot: Locator) -> None:
    """Move the pointer to the middle of a dot, whatever lies upon it."""
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_the_own_place_tells_itself_among_others_that_lie_on_it_and_is_no_choice(
    page: Page, site: Path
) -> None:
    open_page(page, site, "luohe.zh.html")
    told, chosen = page.locator(".spine output"), page.locator(".spine select")
    # Of the ten rows none is alone: each tells the own city at its own dot.
    dots = page.locator('.broad circle.dot[aria-label*="：漯河 "]')
    assert dots.count() == 10
    for number in range(10):
        point_at(page, dots.nth(number))
        assert told.text_content() == dots.nth(number).get_attribute("aria-label")
    page.mouse.down()
    page.mouse.up()

    assert chosen.input_value() == ""
    assert page.locator("circle.dot.pinned").count() == 0
    assert "漯河" not in chosen.locator("option").all_inner_texts()


def test_on_a_phone_a_finger_beside_a_place_pins_it_and_one_on_the_key_does_not(
    browser: Browser, site: Path
) -> None:
    width, height = COMMON_PHONE
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    page = context.new_page()
    open_page(page, site, "luohe.zh.html")
    picture = page.locator("figure:has(.spine) .narrow svg")
    chosen = page.locator(".spine select")

    # The picture is 3.65 inches wide. The line of the first row is 0.68 inches below its top:
    # heads take 0.3, half a row 0.265, and a line stands 0.115 below the middle of its row.
    box = picture.bounding_box()
    assert box is not None
    inch = box["width"] / 3.65
    # Luoyang has the highest figure, so its dot ends the line: 2.22 and 1.32 inches from the left.
    picture.tap(position={"x": 1.0, "y": 0.1 * inch})
    assert chosen.input_value() == ""
    # The next city, of nearly the same value, stands below it.
    picture.tap(position={"x": (2.22 + 1.32) * inch + 9, "y": 0.68 * inch - 9})
    assert chosen.input_value() == "洛阳"
    told = page.locator(".spine output").text_content()
    assert told == "研发投入强度：洛阳 3.47% · 漯河 2.1%"
    assert page.locator(".narrow circle.dot.pinned").count() == 10
    context.close()
