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
    const choice = panel.querySelector("select");
    const told = panel.querySelector("output");
    const all = [];
    panel.hidden = false;
    const tell = (one) => {
      const shown = [one, ...places.filter((other) => other.row === one.row && other !== one
        && (other.is_own || other.place === choice.value))];
      told.textContent = `${one.row}: ${shown.map((each) => `${each.place} ${each.label}`).join(" · ")}`;
    };
    const pin = (place) => {
      choice.value = place;
      all.forEach(([dot, one]) => dot.classList.toggle("pinned", one.place === place));
    };
    const addDots = (picture, find) => {
      // A row is one stop of the Tab key; the arrows go from place to place in it.
      const rows = new Map();
      const dots = places.map((one) => {
        if (!rows.has(one.row)) rows.set(one.row, []);
        const [cx, cy] = find(one);
        const dot = make("circle", { cx, cy, r: 4.5, class: "dot", role: "img", tabindex: -1,
          "aria-label": `${one.row}: ${one.place} ${one.label}` }, picture);
        rows.get(one.row).push([dot, one]);
        dot.addEventListener("pointerenter", () => tell(one));
        dot.addEventListener("focus", () => tell(one));
        return [dot, one];
      });
      all.push(...dots);
      rows.forEach((row) => {
        row.sort((a, b) => a[1].x - b[1].x);
        (row.find(([, one]) => one.is_own) || row[0])[0].setAttribute("tabindex", 0);
        row.forEach(([dot, one], at) => dot.addEventListener("keydown", (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (step && row[at + step]) { event.preventDefault(); row[at + step][0].focus(); }
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pin(one.place); tell(one); }
        }));
      });
      // A finger is wider than a dot: the nearest one of its row is meant.
      picture.addEventListener("click", ({ clientX, clientY }) => {
        const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(picture.getScreenCTM().inverse());
        const far = (one) => { const [cx, cy] = find(one); return 100 * Math.abs(cy - y) + Math.abs(cx - x); };
        const [nearest] = [...places].sort((a, b) => far(a) - far(b));
        if (Math.abs(find(nearest)[1] - y) > 16) return;
        pin(nearest.place);
        tell(nearest);
      });
    };
    const [broad, narrow] = panel.closest("figure").querySelectorAll(".chart svg");
    addDots(broad, ({ x, y }) => [x, y]);
    // A notebook executed before there were any has no points of the narrow drawing.
    if (narrow && places.every((one) => one.on_phone)) addDots(narrow, (one) => one.on_phone);
    choice.addEventListener("change", () => pin(choice.value));
  });
})();
