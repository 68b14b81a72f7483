// The page of a review. It shows what the kernel answers, sends every step, and decides nothing.

const KINDS = ["all", "open", "with_fault", "accepted", "rejected", "filed", "left_out"];
const KEYS = { a: "accept", r: "reject", o: "reopen", u: "undo", j: "next", ArrowDown: "next", k: "previous", ArrowUp: "previous", e: "edit", p: "propose" };
const TYPED = "input, select, textarea";

const before = (one, other) => one[0] - other[0] || one[1] - other[1];
const place = (item) => item.marks[0] ?? [Infinity, item.number ?? 0];

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
