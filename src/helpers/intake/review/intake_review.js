// The page of a review. It shows what the kernel answers, sends every step, and decides nothing.

const GAP = 1; // em between the cells of a table
const WIDEST = 14; // em that a cell may take before it is wrapped
const UNBROKEN = 12; // characters of a token that stay on one line
const KINDS = ["all", "open", "with_fault", "accepted", "rejected", "filed", "left_out"];
const KEYS = { a: "accept", r: "reject", o: "reopen", u: "undo", j: "next", ArrowDown: "next", k: "previous", ArrowUp: "previous", e: "edit", p: "propose" };
const TYPED = "input, select, textarea";

const before = (one, other) => one[0] - other[0] || one[1] - other[1];
/** Estimate the width of a text in em: a Chinese character takes one, any other up to 0.62 in the
 * proportional font of the page. (Wrapped text files are measured in half widths: passages.py.) */
const measure = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2000" ? 1 : 0.62), 0);
const place = (item) => item.marks[0] ?? [Infinity, item.number ?? 0];

// --- fields -----------------------------------------------------------------------------------

/** Join the faults that belong to no field of a form. */
function listRest(form, faults) {
  return Object.entries(faults).filter(([name]) => !form.fields.some((field) => field.name === name)).map(([, fault]) => fault).join(" ");
}

/** A form of fields: `show` fills them in, `onEdit` hears of every cell that was changed. */
function renderForm(described, lists, group, words, onEdit) {
  const fields = described.map((field) => {
    const id = `${group}-${field.name}`;
    const described = { id, "aria-describedby": `${id}-fault`, "data-column": field.name, title: field.help };
    const input = field.options.length
      ? make("select", described, make("option", { value: "" }, ""), ...field.options.map(([value, label]) => make("option", { value }, label)))
      : make("input", { ...described, type: "text", autocomplete: "off", spellcheck: "false", ...(field.has_list ? { list: `${group}-list-${field.name}` } : {}) });
    const known = make("span", { class: "ir-known" });
    const fault = make("p", { class: "ir-fault", id: `${id}-fault` });
    input.addEventListener("input", () => { input.dirty = true; });
    input.addEventListener("change", () => { input.dirty = false; onEdit(field.name, input.value); });
    const label = make("label", { for: id }, field.label);
    const element = make("div", { class: `ir-field ir-field-${field.name}` }, label, input, known, fault);
    return { ...field, input, known, fault, element };
  });
  function show(cells, faults, isFresh, isLocked) {
    for (const { name, input, known, fault, element } of fields) {
      if (isFresh || !input.dirty) { input.value = cells[name] ?? ""; input.dirty = false; }
      input.disabled = isLocked;
      const names = lists[name]?.find(([key]) => key === cells[name]);
      known.textContent = names ? names[1] : "";
      fault.textContent = faults[name] ?? "";
      input.setAttribute("aria-invalid", String(name in faults));
      element.classList.toggle("ir-wrong", name in faults);
    }
  }
  const choices = Object.entries(lists).map(([name, options]) =>
    make("datalist", { id: `${group}-list-${name}` }, ...options.map(([value, label]) => make("option", { value }, label))));
  return { fields, show, choices };
}

// --- the text ---------------------------------------------------------------------------------

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

// --- the page ---------------------------------------------------------------------------------

function render({ model, el }) {
  const given = model.get("document");
  const { words } = given;
  const group = `ir-${Math.random().toString(36).slice(2)}`;
  let state = model.get("state");
  let kind = "all";
  let chosen = { kind: "row", number: -1 };
  const awaited = new Map(); // what was sent and not answered yet, by its number
  let sent = 0;
  let patience = 0;
  let isLate = false;
  let isGone = false;
  let selected = null;

  const fits = (row) => ({
    all: true, open: row.decision === "open", with_fault: Object.keys(row.faults).length > 0,
    accepted: row.decision === "accepted", rejected: row.decision === "rejected", filed: row.decision === "filed",
  })[kind] ?? false;
  const inOrder = (items) => items.map((item, index) => ({ item, index })).sort((one, other) => before(place(one.item), place(other.item)));
  const list = () => kind === "left_out"
    ? inOrder(given.omissions).map(({ index }) => ({ kind: "omission", number: index }))
    : inOrder(state.rows).filter(({ item }) => fits(item)).map(({ item }) => ({ kind: "row", number: item.number }));
  const isChosen = (one) => one.kind === chosen.kind && one.number === chosen.number;
  const current = () => (chosen.kind === "row" ? state.rows : given.omissions)[chosen.number];

  // --- what is sent ---
  function send(message) {
    if (isGone) return say(words.no_answer, true);
    const id = `${group}-${(sent += 1)}`;
    awaited.set(id, message);
    clearTimeout(patience);
    patience = setTimeout(() => tell("late"), PATIENCE);
    root.setAttribute("aria-busy", "true");
    return model.send({ ...message, id });
  }
  function choose(one) {
    chosen = one;
    say("");
    show(true);
  }
  function step(count) {
    const items = list();
    if (!items.length) return;
    const at = items.findIndex(isChosen);
    if (at >= 0) return choose(items[Math.min(Math.max(at + count, 0), items.length - 1)]);
    const here = current() ? place(current()) : [-1, 0];
    const after = items.findIndex((one) => before(place((one.kind === "row" ? state.rows : given.omissions)[one.number]), here) > 0);
    choose(items[after < 0 ? (count > 0 ? 0 : items.length - 1) : Math.max(count > 0 ? after : after - 1, 0)]);
  }
  /** Go on to the next open figure, round to the first where none follows. */
  function goOn() {
    const items = inOrder(state.rows).map(({ item }) => item);
    const at = items.findIndex((row) => row.number === chosen.number);
    const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((row) => row.decision === "open");
    if (next) chosen = { kind: "row", number: next.number };
  }
  function act(name) {
    const row = chosen.kind === "row" ? state.rows[chosen.number] : null;
    if (name === "next" || name === "previous") return step(name === "next" ? 1 : -1);
    if (name === "undo") return state.can_undo && send({ do: "undo" });
    if (name === "edit") {
      const { input } = form.fields.find((field) => row && field.name in row.faults) ?? form.fields[0];
      if (!row || input.disabled) return null;
      input.focus();
      return input.select?.();
    }
    if (name === "propose") {
      const mark = selected?.mark ?? (chosen.kind === "omission" ? current()?.marks[0] : null);
      return mark && send({ do: "add", mark });
    }
    if ([...awaited.values()].some((each) => each.do === name && each.number === chosen.number)) return null;
    if (!row || row.decision === "filed" || (name === "reopen" && row.decision === "open")) return null;
    return send({ do: name, number: row.number });
  }

  // --- what is shown ---
  const title = make("h2", { class: "ir-title", lang: "zh" }, given.title);
  const progress = make("progress", { "aria-label": words.show });
  const counted = make("span", { class: "ir-counted" });
  const steps = make("ol", { class: "ir-steps" });
  const kinds = make("select", { class: "ir-kinds", onchange: () => { kind = kinds.value; const items = list(); if (items.length && !items.some(isChosen)) chosen = items[0]; show(true); } });
  const least = make("select", { class: "ir-least", "aria-label": words.at_least, onchange: () => showConfirms() });
  const showConfirms = () => { confirms.textContent = state.confident.find(([value]) => value === least.value)?.[2] ?? ""; };
  const button = (name, key = "", kindOf = "") => make("button", { type: "button", class: `ir-${name} ${kindOf}`, "aria-keyshortcuts": key || null, onclick: () => act(name) },
    words[name], ...(key ? [make("kbd", { "aria-hidden": "true" }, key)] : []));
  const acceptAll = make("button", { type: "button", class: "ir-accept-confident", onclick: () => send({ do: "accept_confident", least: least.value }) }, words.accept_confident);
  const confirms = make("p", { class: "ir-confirms" });
  const undo = button("undo", "U");
  const said = make("p", { class: "ir-said", role: "status" });
  const select = make("button", { type: "button", class: "ir-select", hidden: true, onmousedown: (event) => event.preventDefault(), onclick: () => act("propose") });
  const text = renderText(given.lines, given.omissions, words.text, (what, number) => choose({ kind: what, number }), (found) => {
    selected = found;
    select.hidden = !found;
    select.textContent = found ? `${words.propose}: ${found.token}` : "";
  });
  const form = renderForm(given.fields, given.lists, group, words, (column, value) => send({ do: "edit", number: chosen.number, column, value }));
  const source = renderForm(given.source_fields, {}, `${group}-source`, words, (column, value) => send({ do: "describe", column, value }));
  const file = make("button", { type: "button", class: "ir-file ir-main", onclick: () => send({ do: "file" }) });

  const why = make("span", { class: "ir-where" });
  const token = make("strong", { class: "ir-token", lang: "zh" });
  const where = make("p", { class: "ir-where" });
  const badge = make("span", { class: "ir-badge" });
  const read = make("p", { class: "ir-read" });
  const general = make("p", { class: "ir-fault" });
  const confirmed = make("p", { class: "ir-confirms" });
  const settler = make("button", { type: "button", class: "ir-settle", onclick: () => send({ do: "edit", number: chosen.number, column: "fault", value: "" }) }, words.settle);
  const deciders = make("div", { class: "ir-line-up" }, button("accept", "A", "ir-main"), button("reject", "R"), button("reopen", "O"));
  const proposer = make("div", { class: "ir-line-up" }, button("propose", "P", "ir-main"));
  const isNote = (field) => field.name.startsWith("note_");
  const notes = make("details", { class: "ir-notes" }, make("summary", {}, words.more), make("div", { class: "ir-fields" }, ...form.fields.filter(isNote).map((field) => field.element)));
  const fields = make("div", {}, make("div", { class: "ir-fields" }, ...form.fields.filter((field) => !isNote(field)).map((field) => field.element)), notes);
  const card = make("section", { class: "ir-card" },
    make("div", { class: "ir-head" }, make("div", { class: "ir-line-up" }, token, badge), make("div", { class: "ir-line-up" }, button("previous", "K"), button("next", "J"))),
    where,
    read, confirmed, deciders, settler, proposer, general, fields);
  const empty = make("p", { class: "ir-empty" }, words.nothing_chosen);
  const sourceGeneral = make("p", { class: "ir-fault" });
  const sourceKnown = make("p", {}, words.source_known);
  const sourceFields = make("div", { class: "ir-fields" }, ...source.fields.map((field) => field.element));
  const tools = make("div", { class: "ir-line-up ir-tools" }, make("label", {}, words.show, " ", kinds), make("label", {}, words.at_least, " ", least), acceptAll, undo);
  const about = make("section", { class: "ir-source" }, make("h3", {}, words.source), sourceKnown, sourceGeneral, sourceFields, make("div", { class: "ir-line-up" }, file, why));
  const root = make("div", { class: "ir-root", tabindex: "0", "data-lm-suppress-shortcuts": "true", lang: given.language },
    title, make("div", { class: "ir-line-up" }, progress, counted), steps,
    tools,
    confirms,
    said,
    make("div", { class: "ir-split" },
      make("section", { class: "ir-left" }, make("h3", {}, words.text, " ", make("small", {}, words.select_hint)), text.element, select),
      card),
    make("p", { class: "ir-keys" }, words.keys),
    about,
    ...form.choices);

  function say(sentence, isWrong) {
    said.textContent = sentence;
    said.classList.toggle("ir-wrong", Boolean(isWrong));
  }
  /** Show that steps are not answered; without a kernel, disable all further steps. */
  function tell(what) {
    if (!what) return;
    isLate = true;
    awaited.clear();
    say(words.no_answer, true);
    root.setAttribute("aria-busy", "false");
    if (what !== "gone") return;
    isGone = true;
    clearTimeout(patience);
    for (const part of [tools, card, about]) part.inert = true;
    select.hidden = true;
  }
  function showCard(isFresh) {
    const item = current();
    const isRow = chosen.kind === "row";
    card.classList.toggle("ir-nothing", !item);
    if (!item) return;
    const isLocked = isRow && item.decision === "filed";
    settler.hidden = !isRow || isLocked || !item.can_settle;
    confirmed.hidden = !isRow || isLocked;
    confirmed.replaceChildren(...(isRow ? [words.confirm, make("strong", {}, item.reading), ...item.doubtful.map((doubt) => make("span", { class: "ir-doubt" }, doubt))] : []));
    token.textContent = isRow ? item.cells.as_printed : item.token;
    where.textContent = [item.where, isRow && item.confidence ? `${words.confidence} ${item.confidence}` : ""].filter(Boolean).join(" · ");
    badge.textContent = isRow ? words[item.decision] : words.left_out;
    badge.className = `ir-badge ir-${isRow ? item.decision : "left-out"}`;
    read.textContent = isRow ? (isLocked ? words.is_filed : item.read && `= ${item.read}`) : item.reason;
    deciders.hidden = !isRow || isLocked;
    proposer.hidden = isRow || !item.marks.length;
    fields.hidden = !isRow;
    general.textContent = "";
    if (!isRow) return;
    deciders.querySelector(".ir-accept").disabled = item.decision === "accepted" && !("confirmed" in item.faults);
    deciders.querySelector(".ir-reject").disabled = item.decision === "rejected";
    deciders.querySelector(".ir-reopen").disabled = item.decision === "open";
    general.textContent = listRest(form, item.faults);
    form.show(item.cells, item.faults, isFresh, isLocked);
    if (form.fields.some((field) => isNote(field) && (field.name in item.faults || item.cells[field.name]))) notes.open = true;
    else if (isFresh) notes.open = false;
  }
  function show(isFresh) {
    const { counts } = state;
    const amounts = { ...counts, all: state.rows.length, left_out: given.omissions.length, with_fault: state.rows.filter((row) => Object.keys(row.faults).length).length };
    kinds.replaceChildren(...KINDS.map((name) => make("option", { value: name }, `${words[name]} (${amounts[name]})`)));
    kinds.value = kind;
    progress.max = Math.max(state.rows.length, 1);
    progress.value = state.rows.length - counts.open;
    counted.textContent = state.progress;
    const now = state.steps.findIndex((each) => !each.done);
    steps.replaceChildren(...state.steps.map((each, number) => make("li", { class: each.done ? "ir-done" : number === now ? "ir-now" : "", "aria-current": number === now ? "step" : null }, each.text)));
    const threshold = least.value;
    confirms.hidden = !state.confident.length;
    least.replaceChildren(...state.confident.map(([value, label]) => make("option", { value }, label)));
    if (state.confident.some(([value]) => value === threshold)) least.value = threshold;
    showConfirms();
    least.parentElement.hidden = acceptAll.hidden = !state.confident.length;
    undo.disabled = !state.can_undo;
    text.show(state.rows, kind, fits, current());
    empty.hidden = Boolean(current());
    showCard(isFresh);
    sourceKnown.hidden = !state.is_known;
    sourceFields.hidden = state.is_known;
    sourceGeneral.textContent = listRest(source, state.source_faults);
    source.show(state.source, state.source_faults, false, state.is_known);
    file.textContent = state.file;
    file.disabled = !state.can_file;
    why.textContent = state.can_file || now < 0 ? "" : state.steps.slice(1).filter((each) => !each.done).map((each) => each.text).join(words.semicolon);
  }
  function follow() {
    state = model.get("state");
    const did = awaited.get(state.answers);
    awaited.delete(state.answers);
    if (!awaited.size) clearTimeout(patience);
    root.setAttribute("aria-busy", String(awaited.size > 0));
    const shown = chosen;
    if (state.number >= 0) chosen = { kind: "row", number: state.number };
    else if (did && ["accept", "reject", "accept_confident"].includes(did.do) && !state.wrong && chosen.kind === "row" && state.rows[chosen.number]?.decision !== "open") goOn();
    if (chosen.kind === "row" && !state.rows[chosen.number]) chosen = list()[0] ?? chosen;
    if (did?.do === "add" && !state.wrong) { selected = null; select.hidden = true; kind = "all"; }
    if (did || isLate || state.said) say(state.said, state.wrong);
    isLate = false;
    show(shown !== chosen || did?.do === "undo");
    if (did?.do === "add" && !state.wrong) act("edit");
  }
  root.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches(TYPED);
    if (isTyping && event.key === "Escape") { event.target.blur(); root.focus(); return event.preventDefault(); }
    if (isTyping && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const isOfRow = card.contains(event.target);
      event.target.blur(); // sends what was typed first
      root.focus();
      return isOfRow ? act("accept") : null;
    }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return null;
    event.preventDefault();
    return act(KEYS[event.key]);
  });
  el.classList.add("intake-review");
  card.append(empty);
  el.append(root);
  chosen = (inOrder(state.rows).find(({ item }) => item.decision === "open") ?? inOrder(state.rows)[0] ?? { item: { number: -1 } }).item;
  chosen = { kind: "row", number: chosen.number };
  say(state.said, state.wrong);
  show(true);
  model.on("change:state", follow);
  const stopWatching = watchKernel(model, tell);
  return () => { stopWatching(); clearTimeout(patience); model.off("change:state", follow); };
}

export default { render };
