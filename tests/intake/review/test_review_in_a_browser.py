"""The review of a new document as a person sees it: in JupyterLab, by mouse and by keyboard."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from invented_report import DESCRIPTION, place_report
from notebook_servers import RUN_ALL, Server, open_browser, serve_lab
from playwright.sync_api import Page, expect
from raw_paths import raw_path

from helpers.runs import kernels

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not kernels.can_fork(), reason="kernels cannot be forked here"),
]

NOTEBOOK = "11-intake.ipynb"
SECONDS = 60_000
# Invented figures, said of a city of the data so that they can be filed.
TEXT = """2023年，全市研发投入48.6亿元，研发投入强度为2.15%。
实施五大行动，全市共有国家高新技术企业286家。
2024年1月18日
"""
SELECT = """([line, token]) => {
  const parts = [...document.querySelector(`[data-line="${line}"]`).childNodes];
  const node = parts.find((part) => part.nodeType === 3 && part.data.includes(token));
  const start = node.data.indexOf(token);
  getSelection().setBaseAndExtent(node, start, node, start + token.length);
}"""


@pytest.fixture(scope="module")
def folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(project / "data/raw", folder / "data/raw")
    place_report(project, folder, TEXT)
    notebook = json.loads((project / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))
    (cell,) = (one for one in notebook["cells"] if "parameters" in one["metadata"].get("tags", []))
    cell["source"] = 'document, place, source, language = "invented.txt", "xinyang", "", "en"'
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serve_lab(folder / "notebooks") as server:
        yield server


@pytest.fixture(scope="module")
def page(server: Server) -> Iterator[Page]:
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(SECONDS)
        expect.set_options(timeout=SECONDS)
        page.goto(f"{server.address}/lab/tree/{NOTEBOOK}?token={server.token}")
        page.locator(".jp-Notebook").wait_for()
        page.evaluate(RUN_ALL)
        page.locator(".ir-root").wait_for()
        yield page
        page.close()


@pytest.fixture
def read_decisions(folder: Path) -> Callable[[], dict[str, str]]:
    def read() -> dict[str, str]:
        text = (folder / "intake/invented.csv").read_text(encoding="utf-8-sig")
        return {row["as_printed"]: row["decision"] for row in csv.DictReader(text.splitlines())}

    return read


def read_rows(folder: Path, table: str) -> list[dict[str, str]]:
    text = (folder / raw_path(table)).read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["source"] == "invented"]


def say(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator(".ir-said")).to_have_text(text)


def test_a_person_decides_by_mouse_and_keyboard_and_files(
    page: Page, folder: Path, read_decisions: Callable[[], dict[str, str]]
) -> None:
    counted, token = page.locator(".ir-counted"), page.locator(".ir-token")
    expect(token).to_have_text("48.6亿元")
    expect(page.locator("mark.ir-chosen")).to_have_text("48.6亿元")
    expect(page.locator(".ir-file")).to_be_disabled()

    # By mouse: accept the first, whose place, unit and sign are shown; mend the second where it is
    # said to be wrong, and accept it.
    confirms = page.locator(".ir-card .ir-confirms")
    expect(confirms).to_contain_text("Accepting confirms: Xinyang, CNY, +")
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(token).to_have_text("2.15%")
    assert read_decisions()["48.6亿元"] == "accept"
    expect(confirms).to_contain_text("Accepting confirms: Xinyang, %, +")
    page.get_by_label("Period", exact=True).fill("in 2022")
    page.get_by_role("button", name="Accept", exact=True).click()
    say(page, "Not accepted: correct the marked fields first.")
    expect(page.locator(".ir-field-period .ir-fault")).to_contain_text("“in 2022” is not a period")
    page.get_by_label("Period", exact=True).fill("2022")
    page.get_by_label("Period", exact=True).press("Control+Enter")
    expect(token).to_have_text("286家")

    # By keyboard: reject the third, undo, reject it again. No key reaches the notebook.
    cells = page.locator(".jp-Cell").count()
    page.keyboard.press("r")
    expect(counted).to_have_text("3 of 3 decided: 2 accepted, 1 rejected, 0 filed")
    page.keyboard.press("u")
    say(page, "Undone.")
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.keyboard.press("r")
    expect(counted).to_have_text("3 of 3 decided: 2 accepted, 1 rejected, 0 filed")
    assert page.locator(".jp-Cell").count() == cells

    expect(page.locator(".ir-steps .ir-now")).to_contain_text("Describe the source")
    form = page.locator(".ir-source")
    for column, value in DESCRIPTION.items():
        form.locator(f"[data-column={column}]").fill(value)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="File 2 figures in data/raw").click()
    say(page, re.compile("^Filed 2 figures; written: data/raw/henan/rd_expenditure.csv"))

    (row,) = read_rows(folder, "rd_intensity")
    assert (row["as_printed"], row["period"], row["locator"]) == ("2.15%", "2022", "line 1")
    assert [row["as_printed"] for row in read_rows(folder, "rd_expenditure")] == ["48.6亿元"]
    assert [row["title_en"] for row in read_rows(folder, "sources")] == ["Invented report"]
    assert read_rows(folder, "high_tech_enterprises") == []
    assert read_decisions() == {"48.6亿元": "filed", "2.15%": "filed", "286家": "reject"}


def test_what_was_left_out_or_never_marked_is_proposed_by_hand(page: Page) -> None:
    page.locator(".ir-kinds").select_option("left_out")
    page.locator("mark", has_text="五大").click()
    expect(page.locator(".ir-read")).to_have_text("a programme named by its number of parts")
    page.get_by_role("button", name="Propose as a row", exact=True).click()
    say(page, re.compile("^Added by hand"))
    expect(page.get_by_label("Indicator", exact=True)).to_be_focused()
    expect(page.locator(".ir-counted")).to_contain_text("3 of 4 decided")

    page.evaluate(SELECT, [1, "全市"])
    page.locator(".ir-text").dispatch_event("mouseup")
    page.get_by_role("button", name="Propose as a row: 全市").click()
    expect(page.locator(".ir-counted")).to_contain_text("3 of 5 decided")
    expect(page.locator(".ir-field-as_printed .ir-fault")).to_contain_text("cannot be read")


def test_after_the_kernel_has_ended_no_step_is_lost_in_silence(
    page: Page, server: Server, read_decisions: Callable[[], dict[str, str]]
) -> None:
    decided = read_decisions()
    (kernel,) = server.list_kernels()
    kernel.kill()

    say(page, re.compile("The kernel does not answer or has ended: run the cells again"))
    expect(page.locator(".ir-root")).to_have_attribute("aria-busy", "false")
    for part in (".ir-card", ".ir-tools", ".ir-source"):
        expect(page.locator(part)).to_have_js_property("inert", value=True)
    assert read_decisions() == decided
