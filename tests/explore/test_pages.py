"""The exploring notebook as people see it: in JupyterLab, and as a dashboard in Voilà."""

import codecs
import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from notebook_servers import RUN_ALL, Server, open_browser, serve_dashboard, serve_lab
from playwright.sync_api import Browser, Page, expect
from raw_paths import raw_path

from helpers.runs import kernels

OPENING = "R&D intensity in 2023: Luoyang led the 3 cities with 3.47%; Luohe was lowest with 2.1%"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not kernels.can_fork(), reason="kernels cannot be forked here"),
]

NOTEBOOK = "00-explore.ipynb"
SECONDS = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copyfile(project / "notebooks" / NOTEBOOK, folder / NOTEBOOK)
    return folder


@pytest.fixture(scope="module")
def servers(folder: Path, browser: Browser) -> Iterator[dict[str, Server]]:
    """Start both servers at once: each waits for the other's disk more than for its own work."""
    assert browser.is_connected()  # without a browser there is nothing to serve
    serving = {"lab": serve_lab(folder), "dashboard": serve_dashboard(folder / NOTEBOOK)}
    with ExitStack() as stack, ThreadPoolExecutor() as threads:
        starts = {name: threads.submit(one.__enter__) for name, one in serving.items()}
        wait(starts.values())
        for name, one in serving.items():
            if starts[name].exception() is None:
                stack.push(one)
        yield {name: start.result() for name, start in starts.items()}


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """What the pages asked for from anywhere else than their own server."""
    return []


@pytest.fixture(scope="module")
def open_page(browser: Browser, asked: list[str]) -> Callable[[str], Page]:
    def open_one(address: str) -> Page:
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(SECONDS)
        expect.set_options(timeout=SECONDS)
        page.on("request", lambda one: asked.append(one.url) if is_elsewhere(one.url) else None)
        page.goto(address)
        return page

    return open_one


@pytest.fixture(scope="module")
def dashboard(servers: dict[str, Server], open_page: Callable[[str], Page]) -> Page:
    server = servers["dashboard"]
    page = open_page(f"{server.address}/?token={server.token}")
    page.locator(".cf-title").wait_for()
    return page


@pytest.fixture(scope="module")
def unrun(servers: dict[str, Server], open_page: Callable[[str], Page]) -> tuple[Page, str]:
    """Open the notebook in JupyterLab; return what is seen before a cell is run as well."""
    server = servers["lab"]
    page = open_page(f"{server.address}/lab/tree/{NOTEBOOK}?token={server.token}")
    page.locator(".jp-Notebook").wait_for()
    expect(page.locator(".jp-Notebook img").first).to_be_visible()
    return page, page.locator(".jp-Notebook").inner_text()


@pytest.fixture(scope="module")
def lab(unrun: tuple[Page, str]) -> Page:
    page, _ = unrun
    page.evaluate(RUN_ALL)
    page.locator(".cf-title").wait_for()
    return page


@pytest.fixture
def where() -> str:
    """Where a test looks; what may depend on it is looked at `in_both`."""
    return "dashboard"


in_both = pytest.mark.parametrize("where", ["dashboard", "lab"])


@pytest.fixture
def page(request: pytest.FixtureRequest, where: str) -> Page:
    page: Page = request.getfixturevalue(where)
    return page


def is_elsewhere(address: str) -> bool:
    return not re.match(r"(https?|ws)://127\.0\.0\.1[:/]|data:|blob:", address)


def choose(page: Page, indicator: str, *places: str) -> None:
    """Choose an indicator and places, and wait until the page has answered."""
    page.locator(".cf-indicator").select_option(indicator)
    for box in page.locator(".cf-chip input[type=checkbox]").all():
        box.set_checked(box.get_attribute("value") in places)
    expect(page.locator(".city-figures")).to_have_attribute("aria-busy", "false")


def save(page: Page, kind: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.locator(f".cf-save-{kind}").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def read_raw(project: Path, subject: str, figure_id: str) -> dict[str, str]:
    with (project / raw_path(subject)).open(encoding="utf-8", newline="") as stream:
        (row,) = (row for row in csv.DictReader(stream) if row["figure_id"] == figure_id)
    return row


@in_both
def test_the_page_opens_with_chart_table_and_worked_questions(page: Page) -> None:
    expect(page.locator(".cf-title")).to_have_text(OPENING)
    expect(page.get_by_role("heading", name="Three questions, worked")).to_be_visible()
    expect(page.get_by_role("cell", name="34.36")).to_be_visible()


def test_a_choice_changes_what_the_page_shows(page: Page, project: Path) -> None:
    row = read_raw(project, "high_tech_enterprises", "luohe-plan-2021:11a")

    choose(page, "high_tech_enterprises", "luohe")

    assert row["as_printed"] == "101家"
    line = page.locator("tr[data-figure='luohe-plan-2021:11a']")
    expect(line.locator(".cf-figure")).to_have_text("101")
    expect(page.locator(".cf-chart text", has_text="203").first).to_be_visible()


def test_the_years_are_chosen_with_two_handles_of_one_slider(page: Page) -> None:
    choose(page, "rd_intensity", "luohe")
    rows = page.locator("tbody tr[data-row]")
    expect(rows).to_have_count(5)  # 0.86%, 1%, 1.14%, at most 1.86%, 2.1%

    page.locator(".cf-first").focus()
    page.keyboard.press("End")  # both handles meet in the last year, of which nothing is printed
    expect(page.locator(".cf-title")).to_contain_text("Nearest: Luohe 2023, 2.1%")
    expect(page.locator(".cf-span")).to_have_text("2026")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(rows).to_have_count(1)
    expect(rows.locator(".cf-figure")).to_have_text("2.1%")
    page.keyboard.press("Home")
    expect(rows).to_have_count(5)


def test_a_figure_that_does_not_agree_bears_its_sign_and_leads_to_the_sum(page: Page) -> None:
    # Luohe 2019: 135,144万元 in the yearbook, 13.45亿元 in the plan.
    choose(page, "rd_expenditure", "luohe")
    line = page.locator("tr[data-figure='luohe-plan-2021:9a']")
    expect(line.locator("td").nth(3)).to_have_text("≠ ?")
    expect(page.locator(".cf-chart text", has_text="≠").first).to_be_visible()
    sign = "≠ marks a figure that does not agree with another."
    expect(page.locator(".cf-subtitle")).to_contain_text(sign)

    line.click()
    expect(page.locator(".cf-origin")).to_contain_text(
        "City Yearbook 2020 and Luohe plan differ by CNY 5.935–6.945 million"
    )
    page.locator(".cf-checked summary").click()
    expect(page.locator(".cf-checked li").first).to_contain_text("CNY 5.935–6.945 million")


def test_the_language_changes_every_word_at_once(page: Page) -> None:
    choose(page, "high_tech_enterprises", "luohe")
    page.get_by_role("radio", name="中文").check()

    line = page.locator("tr[data-figure='luohe-plan-2021:11a']")
    expect(line.locator(".cf-figure")).to_have_text("101家")
    expect(page.locator(".city-figures")).to_have_attribute("lang", "zh")
    words = page.locator(".city-figures").inner_text()
    assert set(re.findall(r"[A-Za-z]{2,}", words)) <= {"English", "SVG", "PNG", "CSV"}
    page.get_by_role("radio", name="English").check()
    expect(page.locator(".city-figures")).to_have_attribute("lang", "en")


def test_a_row_and_a_mark_show_where_the_figure_was_printed(page: Page, project: Path) -> None:
    row = read_raw(project, "rd_intensity", "luohe-report-2024:17j")
    choose(page, "rd_intensity", "luohe")
    origin = page.locator(".cf-origin")

    page.locator("tr[data-figure='luohe-report-2024:17j']").click()
    for said in ("Report on advancing major projects", row["locator"], row["label"], "2.1%"):
        expect(origin).to_contain_text(said)

    page.locator(".cf-mark[aria-label^='Luohe 2019 0.86%']").click()
    expect(origin).to_contain_text("Luohe 14th five-year plan")
    expect(origin).to_contain_text("line 9")


@in_both
def test_a_mark_is_reached_and_opened_with_the_keyboard(page: Page) -> None:
    choose(page, "rd_intensity", "luohe")
    mark = page.locator(".cf-mark[aria-label^='Luohe 2023 2.1%']")
    mark.focus()
    mark.press("Enter")

    expect(page.locator(".cf-origin")).to_contain_text("line 17")
    mark.press("ArrowLeft")
    expect(page.locator(".cf-mark:focus")).to_have_attribute("tabindex", "0")
    expect(page.locator(".cf-mark[tabindex='0']")).to_have_count(1)


def test_on_a_phone_marks_and_names_are_in_view_and_a_row_is_one_line(page: Page) -> None:
    choose(page, "rd_intensity", "luohe", "zhengzhou")
    desk = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})

    # The chart is drawn again once the page is as wide as a phone.
    expect(page.locator(".cf-chart .cf-narrow")).to_be_visible()
    ends = page.evaluate("""(() => {
        const chart = document.querySelector(".cf-chart");
        const drawn = [...chart.querySelectorAll(".cf-mark, text")].map(
            (each) => each.getBoundingClientRect());
        return [chart.scrollWidth - chart.clientWidth, Math.min(...drawn.map((box) => box.left)),
            Math.max(...drawn.map((box) => box.right)), drawn.length]; })()""")
    beyond, left, right, number = ends
    assert (beyond, left >= 0, right <= 390, number > 10) == (0, True, True, True)
    heights = page.locator(".cf-table tbody tr").evaluate_all(
        "rows => rows.map((row) => row.getBoundingClientRect().height)"
    )
    assert max(heights) < 2 * 24
    page.locator(".cf-mark[aria-label^='Luohe 2023 2.1%']").click()
    expect(page.locator(".cf-origin")).to_contain_text("line 17")

    assert desk is not None
    page.set_viewport_size(desk)
    expect(page.locator(".cf-chart .cf-broad")).to_be_visible()
    # What was picked stays so in the other drawing.
    expect(page.locator(".cf-mark.cf-picked")).to_have_count(1)


def test_the_day_hides_what_was_written_later_and_nothing_says_why(page: Page) -> None:
    choose(page, "rd_intensity", "luohe")
    page.locator(".cf-day").fill("2022-12-31")
    expect(page.locator("tbody tr[data-row]")).to_have_count(3)  # 0.86%, 1%, and a bound

    page.locator(".cf-day").fill("2013-07-01")
    expect(page.locator(".cf-title")).to_contain_text("No R&D intensity of Luohe was known")
    page.locator(".cf-today").click()
    expect(page.locator(".cf-chart svg")).to_be_visible()


def test_a_county_that_an_answer_names_can_be_chosen(page: Page) -> None:
    choose(page, "annual_capacity", "puyang")
    expect(page.locator(".cf-title")).to_contain_text("They print it for Luohe and Wuzhi County")

    page.get_by_role("checkbox", name="Wuzhi County").check()
    expect(page.locator("tr[data-figure^='jiaozuo-daily-2021']")).to_have_count(1)
    page.get_by_role("checkbox", name="Luohe").check()
    expect(page.locator(".cf-title")).not_to_contain_text("They print it for")
    expect(page.get_by_role("checkbox", name="Wuzhi County")).to_be_checked()
    choose(page, "rd_intensity", "luohe")
    expect(page.get_by_role("checkbox", name="Wuzhi County")).to_have_count(0)


def test_axe_finds_nothing_in_the_explorer(page: Page) -> None:
    choose(page, "rd_intensity", "luohe")
    found = Axe().run(page, ".city-figures", {"resultTypes": ["violations"]})

    faults = [
        (violation["id"], node["html"])
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    assert faults == []


@in_both
def test_chart_and_table_can_be_taken_along(page: Page) -> None:
    choose(page, "rd_intensity", "luohe", "henan")

    name, table = save(page, "csv")
    frame = pd.read_csv(io.BytesIO(table), dtype="str").set_index("figure_id")
    assert name == "rd_intensity.en.csv"
    assert table.startswith(codecs.BOM_UTF8)
    assert table.count(codecs.BOM_UTF8) == 1
    assert list(frame.loc["luohe-report-2024:17j", ["as_printed", "locator"]]) == [
        *("2.1%", "line 17")
    ]

    name, picture = save(page, "svg")
    text = picture.decode("utf-8")
    assert name == "rd_intensity.en.svg"
    assert "Luohe  2.1%" in text
    assert re.search(r"Source: .*Luohe", text)
    assert "var(--" not in text

    name, picture = save(page, "png")
    assert (name, picture[:8]) == ("rd_intensity.en.png", b"\x89PNG\r\n\x1a\n")
    width = int.from_bytes(picture[16:20], "big")
    assert width > 1400
    assert len(picture) > 20_000


def test_choices_in_quick_succession_do_not_queue_up(page: Page) -> None:
    choose(page, "gdp", "luohe")
    chips = "input.type === 'checkbox' && input.value !== 'luohe' && !input.closest('[hidden]')"
    clicked = page.evaluate(
        f"""() => {{
          window.answers = 0;
          const title = document.querySelector(".cf-title");
          new MutationObserver(() => window.answers++).observe(title, {{ childList: true }});
          const boxes = [...document.querySelectorAll(".cf-chip input")].filter((input) => {chips});
          boxes.forEach((box) => box.click());
          return boxes.length;
        }}"""
    )
    every = page.locator(".cf-chip input[type=checkbox]:checked")
    expect(every).to_have_count(clicked + 1)
    expect(page.locator("tr[data-figure*=zhengzhou]").first).to_be_visible()
    expect(
        page.locator("tr[data-figure*=china]").or_(page.locator("tr[data-figure*=henan]")).first
    ).to_be_attached()
    expect(page.locator(".city-figures")).to_have_attribute("aria-busy", "false")

    assert clicked == 19
    assert page.evaluate("window.answers") == 2  # to the first, then to all the others together


def test_before_a_cell_is_run_the_result_stands_there_and_how_to_go_on(
    unrun: tuple[Page, str],
) -> None:
    _, shown = unrun

    assert "Run the cells (menu Run, Run All Cells)" in shown
    assert OPENING in shown


def test_nothing_is_asked_of_the_internet(dashboard: Page, lab: Page, asked: list[str]) -> None:
    for page in (dashboard, lab):
        expect(page.locator(".cf-title")).to_be_visible()

    assert asked == []


def test_the_dashboard_ends_kernels_that_nobody_looks_at(
    servers: dict[str, Server], dashboard: Page
) -> None:
    expect(dashboard.locator(".cf-title")).to_be_visible()

    told = "".join(servers["dashboard"].told)
    assert "Culling kernels with idle durations > 120 seconds" in told


@in_both
def test_what_no_kernel_answers_is_told_and_no_chart_passes_for_the_choice(
    servers: dict[str, Server], where: str, page: Page
) -> None:
    choose(page, "rd_intensity", "luohe")
    explorer, notice = page.locator(".city-figures"), page.locator(".cf-notice[role=alert]")
    title = page.locator(".cf-title").inner_text()
    expect(notice).to_be_empty()
    page.clock.install()
    (kernel,) = servers[where].list_kernels()

    kernel.suspend()
    page.locator(".cf-indicator").select_option("gdp")
    expect(explorer).to_have_attribute("aria-busy", "true")
    page.clock.fast_forward(10_000)
    expect(notice).to_contain_text("The kernel does not answer")
    expect(notice.locator("p[lang=zh]")).to_contain_text("内核没有响应")
    expect(explorer).to_have_attribute("aria-busy", "false")
    expect(explorer).to_contain_class("cf-stale")
    kernel.resume()
    expect(page.locator(".cf-title")).to_contain_text("GDP")
    expect(notice).to_be_empty()
    expect(explorer).not_to_contain_class("cf-stale")

    choose(page, "rd_intensity", "luohe")
    kernel.suspend()
    page.locator(".cf-indicator").select_option("gdp")
    kernel.kill()
    expect(notice).to_contain_text("The kernel has ended or was restarted")
    expect(notice.locator("p[lang=zh]")).to_contain_text("内核已结束或已重启")
    expect(explorer).to_have_attribute("aria-busy", "false")
    expect(page.locator(".cf-indicator")).to_have_value("rd_intensity")
    expect(page.locator(".cf-title")).to_have_text(title)
    expect(page.locator(".cf-controls")).to_have_js_property("inert", value=True)
