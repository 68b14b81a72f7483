// The answer of the kernel: title, chart, table, origin of the picked figure.

const LONG = 60; // characters; a longer text stands under its label, not beside it
const NARROW = 540; // pixels, as in the style sheet

function renderAnswer(model, onPick) {
  const title = make("h2", { class: "cf-title" });
  const subtitle = make("p", { class: "cf-subtitle" });
  const chart = make("div", { class: "cf-chart" });
  const missing = make("p", { class: "cf-missing" });
  const source = make("p", { class: "cf-source" });
  const save = make("span", { class: "cf-label" });
  const buttons = ["SVG", "PNG", "CSV"].map((kind) =>
    make("button", { type: "button", class: `cf-save cf-save-${kind.toLowerCase()}`, onclick: () => saveAs(kind) }, kind));
  const heading = make("h3");
  const told = make("div", { class: "cf-told" });
  const origin = make("aside", { class: "cf-origin", "aria-live": "polite" }, heading, told);
  const head = make("tr");
  const body = make("tbody");
  const table = make("div", { class: "cf-table" }, make("table", {}, make("thead", {}, head), body));
  const note = make("p", { class: "cf-note" });
  const summary = make("summary");
  const findings = make("ul");
  const checked = make("details", { class: "cf-checked" }, summary, findings);
  const picture = make("div", { class: "cf-picture" }, subtitle, chart, missing, source,
    make("div", { class: "cf-line cf-savers" }, save, ...buttons));
  const element = make("section", { class: "cf-answer" },
    make("div", { class: "cf-heading", "aria-live": "polite" }, title),
    make("div", { class: "cf-split" }, picture, origin, table,
      make("div", { class: "cf-below" }, note, checked)));
  let shown = null;
  let picked = null;
  let isNarrow = false;
  new ResizeObserver(() => {
    if (isNarrow === element.clientWidth <= NARROW || !element.clientWidth) return;
    isNarrow = !isNarrow;
    if (shown) draw();
  }).observe(element);

  /** Show what follows the answer, once it is there: where the picked figure was printed. */
  function follow() {
    const origins = model.get("origins");
    const isThere = same(origins.choice, shown.choice);
    buttons[2].disabled = !isThere || !shown.rows.length;
    if (!isThere || picked === null) return;
    told.replaceChildren(make("dl", {}, ...origins.told[picked].flatMap(([label, text]) => {
      const style = { class: text.length > LONG ? "cf-long" : "" };
      return [make("dt", style, label), make("dd", style, text)];
    })));
    origin.scrollTop = 0;
  }
  function pick(number) {
    picked = number;
    follow();
    mark();
    const line = body.children[number]; // scrollIntoView would move the page as well
    if (line.offsetTop < table.scrollTop || line.offsetTop + line.offsetHeight > table.scrollTop + table.clientHeight) {
      table.scrollTop = line.offsetTop - table.clientHeight / 2;
    }
    onPick(shown.rows[number].id);
  }
  function mark() {
    for (const each of element.querySelectorAll("[data-row]")) each.classList.toggle("cf-picked", Number(each.dataset.row) === picked);
  }
  /** Draw the chart: for a narrow page the drawing made for a phone, where there is one. */
  function draw() {
    chart.replaceChildren();
    const drawing = (isNarrow && shown.narrow) || shown.svg;
    if (!drawing) return;
    const svg = document.importNode(parseChart(followTheme(drawing)), true);
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", shown.alternative);
    svg.setAttribute("class", drawing === shown.svg ? "cf-broad" : "cf-narrow");
    svg.style.height = "auto";
    svg.removeAttribute("height");
    svg.setAttribute("width", "100%");
    openMarks(svg, shown.rows, pick);
    chart.append(svg);
    mark();
    // A drawing without a narrow form scrolls: begin at the names, which end before the marks or
    // follow. Asked for now, its width would be worked out twice: once before the table is there.
    const isNamedFirst = drawing.includes("text-anchor: end");
    requestAnimationFrame(() => { chart.scrollLeft = isNamedFirst ? 0 : chart.scrollWidth; });
  }
  function show(answer) {
    shown = answer;
    picked = null;
    title.textContent = answer.title;
    subtitle.textContent = answer.subtitle;
    missing.textContent = answer.missing;
    source.textContent = answer.source_line;
    save.textContent = answer.words.save;
    heading.textContent = answer.words.printed_where;
    told.replaceChildren(make("p", { class: "cf-hint" }, answer.words.hint));
    draw();
    head.replaceChildren(...answer.columns.map((name) => make("th", { scope: "col" }, name)));
    body.replaceChildren(...answer.rows.map((row, number) =>
      make("tr", { "data-row": number, "data-figure": row.id, onclick: () => pick(number) },
        ...row.cells.map((cell, column) =>
          make("td", {}, column === 2 ? make("button", { type: "button", class: "cf-figure" }, cell) : cell)))));
    note.textContent = answer.note;
    summary.textContent = `${answer.words.checked} (${answer.checked.length})`;
    checked.hidden = !answer.checked.length;
    findings.replaceChildren(...answer.checked.map(([sign, sentence, work]) =>
      make("li", {}, make("b", {}, sign), ` ${sentence}`, make("span", { class: "cf-work" }, work))));
    rove([...body.querySelectorAll(".cf-figure")]);
    element.classList.toggle("cf-empty", !answer.rows.length);
    buttons[0].disabled = buttons[1].disabled = !answer.svg;
    follow();
  }
  async function saveAs(kind) {
    const name = [shown.choice.indicator, ...(shown.choice.as_of ? [shown.choice.as_of] : []), shown.choice.language].join(".");
    if (kind === "CSV") return download(`${name}.csv`, new Blob([model.get("origins").csv], { type: "text/csv;charset=utf-8" }));
    const { text, width, height } = compose(shown);
    const blob = new Blob([text], { type: "image/svg+xml;charset=utf-8" });
    return download(`${name}.${kind.toLowerCase()}`, kind === "SVG" ? blob : await paint(blob, width, height));
  }
  return { element, show, follow };
}
