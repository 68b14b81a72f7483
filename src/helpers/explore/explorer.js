// The page of the explorer. It shows what the kernel answers and works nothing out by itself.

const CHOSEN = ["cities", "indicator", "years", "as_of", "language"];
const LONG = 60; // characters; a longer text stands under its label, not beside it
const COLOURS = {
  "#17324d": "ink", "#5d7183": "soft", "#c9d3dc": "pale", "#b3541e": "target", "#ffffff": "paper",
  "#1f6fb2": "blue", "#00805e": "green", "#a64f86": "purple", "#946800": "ochre", "#4a4a4a": "grey",
};
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// --- the choice -------------------------------------------------------------------------------

/** Send the latest choice only: while an answer is awaited, what is chosen replaces what waits.
 *  A kernel that has not answered in time is told of, and asked again at the next choice. */
function makeSender(model, onWaiting, onLate) {
  let since = 0;
  let waiting = null;
  let patience = 0;
  function send(choice) {
    if (since && Date.now() - since < PATIENCE) {
      waiting = choice;
      return;
    }
    const changed = CHOSEN.filter((name) => !same(choice[name], model.get(name)));
    if (!changed.length) return;
    changed.forEach((name) => model.set(name, choice[name]));
    since = Date.now();
    onWaiting(true);
    clearTimeout(patience);
    patience = setTimeout(onLate, PATIENCE);
    model.save_changes();
  }
  function stop() {
    clearTimeout(patience);
    since = 0;
    waiting = null;
  }
  function settle() {
    clearTimeout(patience);
    since = 0;
    onWaiting(false);
    const next = waiting;
    waiting = null;
    if (next) send(next);
    return !next;
  }
  return { send, settle, stop };
}

function renderControls(menu, choose) {
  const word = {};
  const group = `cf-${Math.random().toString(36).slice(2)}`;
  const label = (name, tag = "span") => (word[name] = make(tag, { class: "cf-label" }));
  const select = make("select", { class: "cf-indicator", onchange: () => choose({ indicator: select.value }) });
  const ends = [0, 1].map((end) =>
    make("input", {
      type: "range", min: menu.years[0], max: menu.years[1], step: 1,
      class: end ? "cf-last" : "cf-first", oninput: () => chooseYears(end),
    }));
  const span = make("output", { class: "cf-span" });
  const day = make("input", {
    type: "date", min: menu.days[0], max: menu.days[1], class: "cf-day", "aria-labelledby": `${group}-day`,
    onchange: () => choose({ as_of: day.value }),
  });
  const today = make("button", { type: "button", class: "cf-today", onclick: () => choose({ as_of: "" }) });
  const languages = menu.languages.map(([code, name]) => {
    const input = make("input", { type: "radio", name: group, value: code, onchange: () => choose({ language: code }) });
    return { input, element: make("label", { class: "cf-chip", lang: code }, input, make("span", {}, name)) };
  });
  const makeChip = (place) => {
    const input = make("input", { type: "checkbox", value: place.id, onchange: chooseCities });
    const name = make("span");
    return { place, input, name, element: make("label", { class: "cf-chip" }, input, name) };
  };
  const cities = menu.cities.map(makeChip);
  const around = menu.around.map(makeChip);
  let others = []; // places that few indicators know, such as counties
  const beside = make("div", { class: "cf-line" });
  const listChips = () => [...cities, ...around, ...others];
  const of = (province) => cities.filter((chip) => chip.place.province === province);
  const province = make("select", {
    class: "cf-province", onchange: () => choose({ cities: of(province.value).map((chip) => chip.place.id) }),
  });
  const set = (on) => { of(province.value).forEach((chip) => { chip.input.checked = on; }); chooseCities(); };
  const all = make("button", { type: "button", class: "cf-all", onclick: () => set(true) });
  const none = make("button", { type: "button", class: "cf-none", onclick: () => set(false) });

  function chooseCities() {
    choose({ cities: listChips().filter((chip) => chip.input.checked).map((chip) => chip.place.id) });
  }
  function chooseYears(moved) {
    const years = ends.map((input) => Number(input.value));
    if (years[0] > years[1]) years[1 - moved] = years[moved];
    showYears(years);
    choose({ years: same(years, menu.years) ? [] : years });
  }
  function showYears(years) {
    const [first, last] = years.length ? years : menu.years;
    ends[0].value = first;
    ends[1].value = last;
    span.textContent = first === last ? `${first}` : `${first}–${last}`;
    const part = (year) => ((year - menu.years[0]) / (menu.years[1] - menu.years[0])) * 100;
    track.style.setProperty("--cf-from", `${part(first)}%`);
    track.style.setProperty("--cf-to", `${part(last)}%`);
  }
  function nameEverything(language, words) {
    for (const [name, element] of Object.entries(word)) element.textContent = words[name];
    all.textContent = words.all;
    none.textContent = words.none;
    today.textContent = words.today;
    ends[0].setAttribute("aria-label", words.first_year);
    ends[1].setAttribute("aria-label", words.last_year);
    const chosen = select.value;
    select.replaceChildren(...menu.groups.map((each) =>
      make("optgroup", { label: each.label[language] },
        ...each.names.map((name) => make("option", { value: name.id }, name[language])))));
    select.value = chosen;
    const home = province.value;
    province.replaceChildren(...menu.provinces.map((each) => make("option", { value: each.id }, each[language])));
    province.value = home;
  }
  let named = "";
  function showOthers(places) {
    if (same(places, others.map((chip) => chip.place))) return;
    others = places.map(makeChip);
    beside.replaceChildren(...[...around, ...others].map((chip) => chip.element));
  }
  function show({ choice, words, others: places }) {
    showOthers(places);
    if (named !== choice.language) nameEverything(choice.language, words);
    named = choice.language;
    select.value = choice.indicator;
    day.value = choice.as_of;
    today.disabled = !choice.as_of;
    showYears(choice.years);
    // Cities are compared within their province: the chips of another are out of the way.
    const home = [...cities, ...around].find(({ place }) => place.province && choice.cities.includes(place.id));
    if (home) province.value = home.place.province;
    else province.value ||= menu.provinces[0]?.id;
    for (const { place, element } of [...cities, ...around]) {
      element.hidden = Boolean(place.province) && place.province !== province.value;
    }
    languages.forEach(({ input }) => { input.checked = input.value === choice.language; });
    for (const { place, input, name } of listChips()) {
      name.textContent = place[choice.language];
      input.checked = choice.cities.includes(place.id);
    }
  }
  const track = make("div", { class: "cf-track" }, ...ends);
  const element = make("form", { class: "cf-controls", onsubmit: (event) => event.preventDefault() },
    make("label", { class: "cf-field cf-wide" }, label("indicator"), select),
    make("fieldset", { class: "cf-field" }, make("legend", {}, label("years")), make("div", { class: "cf-years" }, track, span)),
    make("fieldset", { class: "cf-field" }, make("legend", { id: `${group}-day` }, label("as_of")), make("div", { class: "cf-line" }, day, today)),
    make("fieldset", { class: "cf-field" }, make("legend", {}, label("language")), make("div", { class: "cf-line" }, ...languages.map((each) => each.element))),
    ...(menu.provinces.length > 1 ? [make("label", { class: "cf-field" }, label("province"), province)] : []),
    make("fieldset", { class: "cf-field cf-whole" }, make("legend", {}, label("cities")), make("div", { class: "cf-line" }, ...cities.map((chip) => chip.element), all, none)),
    make("fieldset", { class: "cf-field cf-whole" }, make("legend", {}, label("beside")), beside));
  beside.append(...around.map((chip) => chip.element));
  return { element, show };
}

// --- the answer -------------------------------------------------------------------------------

function parseChart(svg) {
  return new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
}

/** Let the colours of the chart follow the theme of the page; what is saved keeps its own. */
function followTheme(svg) {
  return svg.replace(/#[0-9a-f]{6}\b/g, (colour) =>
    colour in COLOURS ? `var(--cf-${COLOURS[colour]}, ${colour})` : colour);
}

/** Make many things one stop of the Tab key; arrows go from one to the next. */
function rove(things) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  things.forEach((thing, number) => {
    thing.setAttribute("tabindex", number ? "-1" : "0");
    thing.addEventListener("keydown", (event) => {
      const next = things[number + (steps[event.key] ?? NaN)];
      if (!next) return;
      event.preventDefault();
      things.forEach((other) => other.setAttribute("tabindex", other === next ? "0" : "-1"));
      next.focus();
    });
  });
}

/** Give each mark room to be hit, a name, and a place in the order of the Tab key. */
function openMarks(chart, rows, pick) {
  const room = "http://www.w3.org/2000/svg";
  const marks = [...chart.querySelectorAll('[id^="figure-"]')];
  marks.sort((one, other) => Number(one.id.slice("figure-".length)) - Number(other.id.slice("figure-".length)));
  rove(marks);
  for (const mark of marks) {
    const number = Number(mark.id.slice("figure-".length));
    mark.removeAttribute("id");
    mark.dataset.row = number;
    mark.setAttribute("class", "cf-mark");
    mark.setAttribute("role", "button");
    const name = [...rows[number].cells.slice(0, 3), rows[number].verdicts].filter(Boolean).join(" ");
    mark.setAttribute("aria-label", name);
    const title = document.createElementNS(room, "title");
    title.textContent = name;
    mark.prepend(title);
    for (const use of mark.querySelectorAll("use")) {
      const hit = document.createElementNS(room, "circle");
      for (const [key, value] of [["cx", use.getAttribute("x")], ["cy", use.getAttribute("y")], ["r", 8], ["class", "cf-hit"]]) hit.setAttribute(key, value);
      use.after(hit);
    }
    mark.addEventListener("click", () => pick(number));
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(number); }
    });
  }
}

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
    for (const each of element.querySelectorAll("[data-row]")) each.classList.toggle("cf-picked", Number(each.dataset.row) === number);
    const line = body.children[number]; // scrollIntoView would move the page as well
    if (line.offsetTop < table.scrollTop || line.offsetTop + line.offsetHeight > table.scrollTop + table.clientHeight) {
      table.scrollTop = line.offsetTop - table.clientHeight / 2;
    }
    onPick(shown.rows[number].id);
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
    chart.replaceChildren();
    if (answer.svg) {
      const svg = document.importNode(parseChart(followTheme(answer.svg)), true);
      svg.setAttribute("role", "group");
      svg.setAttribute("aria-label", answer.alternative);
      svg.style.height = "auto";
      svg.style.maxWidth = "720px";
      svg.removeAttribute("height");
      svg.setAttribute("width", "100%");
      openMarks(svg, answer.rows, pick);
      chart.append(svg);
      // On a narrow page the chart scrolls: begin at the names, which end before the marks or follow.
      // Asked for now, its width would be worked out twice: once before the table is there.
      const isNamedFirst = answer.svg.includes("text-anchor: end");
      requestAnimationFrame(() => { chart.scrollLeft = isNamedFirst ? 0 : chart.scrollWidth; });
    }
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

// --- what is taken away -----------------------------------------------------------------------

/** Break a text into lines; Chinese breaks between any two characters. */
function wrap(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  for (const part of text.match(/[\u2e80-\uffef][，。；：、）”]?|[^\s\u2e80-\uffef]+|\s+/g) ?? []) {
    const longer = lines[lines.length - 1] + part;
    if (lines[lines.length - 1] && pen.measureText(longer).width > width) lines.push(part.trimStart());
    else lines[lines.length - 1] = longer;
  }
  return lines.filter((line) => line.trim());
}

/** Set title, subtitle, chart and sources in one picture, so that it stands by itself. */
function compose(answer) {
  const chart = parseChart(answer.svg);
  const [, , inner, tall] = chart.getAttribute("viewBox").split(" ").map(Number);
  const margin = 20;
  const family = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
  const parts = [];
  let y = margin;
  const write = (text, size, weight, colour) => {
    for (const line of wrap(text, `${weight} ${size}px ${family}`, inner)) {
      y += size * 1.35;
      const escaped = line.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      parts.push(`<text x="${margin}" y="${y.toFixed(1)}" style="font: ${weight} ${size}px ${family}; fill: ${colour}">${escaped}</text>`);
    }
    y += size * 0.5;
  };
  write(answer.title, 13, 700, "#17324d");
  write(answer.subtitle, 9, 400, "#5d7183");
  chart.setAttribute("x", margin);
  chart.setAttribute("y", y);
  chart.setAttribute("width", inner);
  chart.setAttribute("height", tall);
  parts.push(new XMLSerializer().serializeToString(chart));
  y += tall;
  if (answer.missing) write(answer.missing, 8, 400, "#5d7183");
  write(answer.source_line, 8, 400, "#5d7183");
  const [width, height] = [inner + 2 * margin, Math.ceil(y + margin / 2)];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="#ffffff"/>${parts.join("")}</svg>`;
  return { text, width, height };
}

async function paint(blob, width, height) {
  const address = URL.createObjectURL(blob);
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = make("canvas", { width: width * 3, height: height * 3 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

function download(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function render({ model, el }) {
  let choice = Object.fromEntries(CHOSEN.map((name) => [name, model.get(name)]));
  let told = "";
  const menu = model.get("menu");
  const answer = renderAnswer(model, (id) => {
    if (told === "gone") return;
    model.set("picked", id);
    model.save_changes();
  });
  const sender = makeSender(model, (waits) => el.setAttribute("aria-busy", String(waits)), () => tell("late"));
  const controls = renderControls(menu, (change) => {
    choice = { ...choice, ...change };
    sender.send(choice);
  });
  const show = () => {
    const latest = model.get("answer");
    el.lang = latest.choice.language;
    answer.show(latest);
    tell("");
    if (sender.settle()) {
      choice = { ...latest.choice };
      controls.show(latest);
    }
  };
  /** Tell that the chart does not follow the choice. Without a kernel the choice goes back to the chart. */
  function tell(what) {
    if (told === what || told === "gone") return;
    told = what;
    for (const notice of notices) notice.replaceChildren(...(what ? menu.languages.map(([code]) => make("p", { lang: code }, menu.kernel[what][code])) : []));
    el.classList.toggle("cf-stale", Boolean(what));
    if (what) el.setAttribute("aria-busy", "false");
    if (what !== "gone") return;
    sender.stop();
    controls.show(model.get("answer"));
    controls.element.inert = true;
  }
  // On a narrow page the chart is a screen away from the top: there it is told once more.
  const notices = [{ class: "cf-notice", role: "alert" }, { class: "cf-notice cf-again", "aria-hidden": "true" }].map((given) => make("div", given));
  el.classList.add("city-figures");
  // Else an arrow key would fold the section in JupyterLab; it asks the element that has the focus.
  el.addEventListener("focusin", (event) => { event.target.dataset.lmSuppressShortcuts = "true"; });
  el.append(notices[0], controls.element, notices[1], answer.element);
  show();
  model.on("change:answer", show);
  model.on("change:origins", answer.follow);
  const stopWatching = watchKernel(model, tell);
  return () => {
    stopWatching();
    sender.stop();
    model.off("change:answer", show);
    model.off("change:origins", answer.follow);
  };
}

export default { render };
