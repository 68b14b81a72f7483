// What is chosen: controls, and the sending of a choice to the kernel.

const CHOSEN = ["cities", "indicator", "years", "as_of", "language"];
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

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
