(() => {
  "use strict";
  // A chart of positions tells each place at the pointer and to the keyboard; a click pins a place.
  const make = (name, values, parent) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(values).forEach(([key, value]) => made.setAttribute(key, value));
    return parent.appendChild(made);
  };
  document.querySelectorAll("figure .spine").forEach((panel) => {
    const places = JSON.parse(panel.querySelector("script").textContent);
    const picture = panel.closest("figure").querySelector(".chart svg");
    const choice = panel.querySelector("select");
    const told = panel.querySelector("output");
    panel.hidden = false;
    const tell = (one) => {
      const shown = [one, ...places.filter((other) => other.row === one.row && other !== one
        && (other.is_own || other.place === choice.value))];
      told.textContent = `${one.row}: ${shown.map((each) => `${each.place} ${each.label}`).join(" · ")}`;
    };
    const pin = (place) => {
      choice.value = place;
      dots.forEach(([dot, one]) => dot.classList.toggle("pinned", one.place === place));
    };
    // A row is one stop of the Tab key; the arrows go from place to place in it.
    const rows = new Map();
    const dots = places.map((one) => {
      if (!rows.has(one.row)) rows.set(one.row, []);
      const dot = make("circle", { cx: one.x, cy: one.y, r: 4.5, class: "dot", role: "img", tabindex: -1,
        "aria-label": `${one.row}: ${one.place} ${one.label}` }, picture);
      rows.get(one.row).push([dot, one]);
      dot.addEventListener("pointerenter", () => tell(one));
      dot.addEventListener("focus", () => tell(one));
      dot.addEventListener("click", () => { pin(one.place); tell(one); });
      return [dot, one];
    });
    rows.forEach((row) => {
      row.sort((a, b) => a[1].x - b[1].x);
      (row.find(([, one]) => one.is_own) || row[0])[0].setAttribute("tabindex", 0);
      row.forEach(([dot, one], at) => dot.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step && row[at + step]) { event.preventDefault(); row[at + step][0].focus(); }
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pin(one.place); tell(one); }
      }));
    });
    choice.addEventListener("change", () => pin(choice.value));
  });
})();
