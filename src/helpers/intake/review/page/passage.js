// The text of the document in a review, with its marks.

const GAP = 1; // em between the cells of a table
const WIDEST = 14; // em that a cell may take before it is wrapped
const UNBROKEN = 12; // characters of a token that stay on one line

/** Estimate the width of a text in em: a Chinese character takes one, any other up to 0.62 in the
 * proportional font of the page. (Wrapped text files are measured in half widths: passages.py.) */
const measure = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2000" ? 1 : 0.62), 0);

/** Give the lines of each table the widths of its columns, so that its cells line up. */
function measureColumns(lines) {
  let widths = null;
  return lines.map(([, text, isCells]) => {
    if (!isCells) return (widths = null);
    widths ??= [];
    text.split("\t").forEach((cell, column) => { widths[column] = Math.max(widths[column] ?? 0, Math.min(measure(cell) + GAP, WIDEST)); });
    return widths;
  });
}

/** Put the parts of a line into its cells; each keeps its tab, for places in the text are counted. */
function lineUp(parts, widths) {
  const cells = [[]];
  for (const part of parts) {
    if (typeof part !== "string") { cells.at(-1).push(part); continue; }
    part.split(/(?<=\t)/).forEach((piece) => { cells.at(-1).push(piece); if (piece.endsWith("\t")) cells.push([]); });
  }
  return cells.map((cell, column) => make("span", { class: "ir-cell", style: `width: ${widths[column] ?? WIDEST}em` }, ...cell));
}

function renderText(lines, omissions, label, onChoose, onSelect) {
  const drawn = lines.map(([locator, text, isCells], number) => {
    const body = make("span", { class: isCells ? "ir-line ir-cells" : "ir-line", "data-line": number });
    const element = make("div", { class: "ir-row" }, make("span", { class: "ir-number" }, locator), body);
    return { text, body, element, isBlank: !text.trim() };
  });
  const element = make("div", { class: "ir-text", lang: "zh", tabindex: "0", "aria-label": label }, ...drawn.map((line) => line.element));
  const columns = measureColumns(lines);
  let rows = [];
  let known = "";
  function draw() {
    const marks = [
      ...rows.flatMap((row) => row.marks.map((mark) => [...mark, "row", row.number])),
      ...omissions.flatMap((each, number) => each.marks.map((mark) => [...mark, "omission", number])),
    ];
    const byLine = Map.groupBy ? Map.groupBy(marks, (mark) => mark[0]) : marks.reduce((map, mark) => map.set(mark[0], [...(map.get(mark[0]) ?? []), mark]), new Map());
    drawn.forEach(({ text, body }, number) => {
      const parts = [];
      let at = 0;
      for (const [, start, end, kind, which] of (byLine.get(number) ?? []).sort((one, other) => one[1] - other[1] || (one[3] === "row" ? -1 : 1))) {
        if (start < at) continue;
        const wrap = end - start > UNBROKEN ? "normal" : "nowrap";
        parts.push(text.slice(at, start), make("mark", { [`data-${kind}`]: which, style: `white-space: ${wrap}`, onclick: () => onChoose(kind, which) }, text.slice(start, end)));
        at = end;
      }
      parts.push(text.slice(at));
      body.replaceChildren(...(columns[number] ? lineUp(parts, columns[number]) : parts));
    });
  }
  function show(all, kind, fits, chosen) {
    rows = all;
    const marks = JSON.stringify(rows.map((row) => row.marks));
    if (marks !== known) { known = marks; draw(); }
    for (const { element: line, body, isBlank } of drawn) {
      let isShown = kind === "all" && !isBlank;
      for (const mark of body.querySelectorAll("mark")) {
        const isRow = "row" in mark.dataset;
        const item = isRow ? rows[mark.dataset.row] : omissions[mark.dataset.omission];
        const isFitting = isRow ? fits(item) : kind === "left_out";
        mark.className = isRow ? `ir-${item.decision}${Object.keys(item.faults).length ? " ir-faulty" : ""}` : "ir-left-out";
        mark.classList.toggle("ir-faded", !isFitting && kind !== "all");
        mark.classList.toggle("ir-chosen", item === chosen);
        if (!isRow) mark.title = item.reason;
        isShown ||= isFitting || item === chosen;
      }
      line.hidden = !isShown;
    }
    const mark = element.querySelector(".ir-chosen");
    if (mark) {
      const top = mark.getBoundingClientRect().top - element.getBoundingClientRect().top; // scrollIntoView would move the page as well
      if (top < 40 || top > element.clientHeight - 70) element.scrollTop += top - element.clientHeight / 3;
    }
  }
  /** Return the selected stretch of a line; null without one. */
  function readSelection() {
    const selection = element.getRootNode().getSelection?.() ?? document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const find = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-line]");
    const line = find(range.startContainer);
    if (!line || line !== find(range.endContainer) || !element.contains(line)) return null;
    const lead = document.createRange();
    lead.setStart(line, 0);
    lead.setEnd(range.startContainer, range.startOffset);
    const start = lead.toString().length;
    const token = range.toString();
    return token.trim() ? { mark: [Number(line.dataset.line), start, start + token.length], token } : null;
  }
  element.addEventListener("mouseup", () => setTimeout(() => onSelect(readSelection())));
  return { element, show };
}
