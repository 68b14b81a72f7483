(() => {
  "use strict";
  // Without this script both languages stand one below the other.
  const editions = [...document.querySelectorAll(".edition")];
  let shown;
  const choose = () => {
    const asked = editions.find(({ id }) => `${location.hash}-`.startsWith(`#${id}-`));
    const spoken = editions.find(({ id }) => navigator.language.startsWith(id));
    shown = asked || shown || spoken || editions[0];
    editions.forEach((each) => { each.hidden = each !== shown; });
    document.documentElement.lang = shown.lang;
    document.title = shown.dataset.title;
  };
  choose();
  addEventListener("hashchange", () => {
    const before = shown;
    choose();
    if (shown === before) return;
    // What was typed in one language goes along to the other.
    const [from, to] = [before, shown].map((each) => each.querySelector("input"));
    to.value = from.value;
    to.dispatchEvent(new Event("input"));
    scrollTo(0, 0);
    shown.querySelector(".banner [aria-current]").focus({ preventScroll: true });
  });

  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s'’]/g, "");
  editions.forEach((edition) => {
    const [form, input, output] = ["form", "input", "output"].map((name) => edition.querySelector(name));
    const rows = [...edition.querySelectorAll(".report")];
    const provinces = [...edition.querySelectorAll(".province")];
    const narrow = () => {
      const sought = plain(input.value);
      rows.forEach((row) => {
        row.hidden = !row.dataset.names.split("|").some((name) => plain(name).includes(sought));
      });
      provinces.forEach((each) => { each.hidden = !each.querySelector(".report:not([hidden])"); });
      edition.querySelectorAll(".cities, .map").forEach((each) => {
        each.hidden = !each.closest(".province").querySelector("tr.report:not([hidden])");
      });
      // A map does not follow what is typed: the rows that are found stand in its place.
      if (sought) edition.querySelectorAll(".map").forEach((each) => { each.hidden = true; });
      const count = rows.filter((row) => !row.hidden).length;
      output.value = count ? output.dataset.shown.replace("{shown}", count).replace("{all}", rows.length) : output.dataset.none;
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", narrow);
    narrow();
  });

  // A table is sorted by the column whose head is pressed, then the other way. Values come first,
  // as wherever places are compared; bounds and what has no value stay below. Names are in the
  // order of the province.
  document.querySelectorAll("table.cities").forEach((table) => {
    const heads = [...table.tHead.rows[0].cells];
    const read = (row, column) => {
      const { value, bound } = row.cells[column].dataset;
      return [value === undefined ? 2 : Number(bound !== undefined), Number(value)];
    };
    heads.forEach((head, column) => {
      const button = head.querySelector("button");
      if (!button) return;
      button.disabled = false;
      button.addEventListener("click", () => {
        const first = column ? "descending" : "ascending";
        const second = column ? "ascending" : "descending";
        const order = head.getAttribute("aria-sort") === first ? second : first;
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const rows = [...table.tBodies[0].rows].sort((one, other) => {
          const [[kind, a], [otherKind, b]] = [read(one, column), read(other, column)];
          return kind - otherKind || (kind < 2 ? sign * (a - b) : 0);
        });
        table.tBodies[0].append(...rows);
      });
    });
  });
})();
