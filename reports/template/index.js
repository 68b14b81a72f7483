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
    const lists = [...edition.querySelectorAll(".reports")];
    const narrow = () => {
      const sought = plain(input.value);
      rows.forEach((row) => {
        row.hidden = !row.dataset.names.split("|").some((name) => plain(name).includes(sought));
      });
      lists.forEach((list) => { list.parentElement.hidden = !list.querySelector(".report:not([hidden])"); });
      const count = rows.filter((row) => !row.hidden).length;
      output.value = count ? output.dataset.shown.replace("{shown}", count).replace("{all}", rows.length) : output.dataset.none;
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", narrow);
    narrow();
  });
})();
