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
    const { colon } = panel.dataset;
    const all = [];
    panel.hidden = false;
    const tell = (one) => {
      const shown = [one, ...places.filter((other) => other.row === one.row && other !== one
        && (other.is_own || other.place === choice.value))];
      told.textContent = `${one.row}${colon}${shown.map((each) => `${each.place} ${each.label}`).join(" · ")}`;
    };
    const pin = (place) => {
      // The own place, which is strong in every row, is no choice.
      choice.value = place;
      if (choice.selectedIndex < 0) choice.value = "";
      all.forEach(([dot, one]) => dot.classList.toggle("pinned", one.place === choice.value));
    };
    const choose = (dot, one) => { pin(one.place); tell(one); dot.focus({ preventScroll: true }); };
    const addDots = (picture, find) => {
      // A row is one stop of the Tab key; the arrows go from place to place in it. The own place
      // is drawn last, as it is in the picture.
      const rows = new Map();
      [...places].sort((a, b) => a.is_own - b.is_own).forEach((one) => {
        if (!rows.has(one.row)) rows.set(one.row, []);
        const [cx, cy] = find(one);
        const dot = make("circle", { cx, cy, r: 4.5, class: "dot", role: "img", tabindex: -1,
          "aria-label": `${one.row}${colon}${one.place} ${one.label}` }, picture);
        rows.get(one.row).push([dot, one]);
        dot.addEventListener("focus", () => tell(one));
      });
      rows.forEach((row) => {
        all.push(...row);
        row.sort((a, b) => a[1].x - b[1].x);
        (row.find(([, one]) => one.is_own) || row[0])[0].setAttribute("tabindex", 0);
        row.forEach(([dot, one], at) => dot.addEventListener("keydown", (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (step && row[at + step]) { event.preventDefault(); row[at + step][0].focus(); }
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(dot, one); }
        }));
      });
      // A finger is wider than a dot, and dots lie close: the nearest one of the row is meant.
      const nearest = ({ clientX, clientY }) => {
        const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(picture.getScreenCTM().inverse());
        const lines = [...rows.values()].map((row) => {
          const depths = row.map(([, one]) => find(one)[1]);
          return [Math.abs((Math.min(...depths) + Math.max(...depths)) / 2 - y), row];
        });
        const [away, row] = lines.sort((a, b) => a[0] - b[0])[0];
        const far = ([, one]) => { const [cx, cy] = find(one); return Math.hypot(cx - x, cy - y); };
        return away > 16 ? null : [...row].sort((a, b) => far(a) - far(b))[0];
      };
      picture.addEventListener("pointermove", (event) => {
        const found = nearest(event);
        picture.classList.toggle("near", Boolean(found));
        if (found) tell(found[1]);
      });
      picture.addEventListener("click", (event) => { const found = nearest(event); if (found) choose(...found); });
    };
    const [broad, narrow] = panel.closest("figure").querySelectorAll(".chart svg");
    addDots(broad, ({ x, y }) => [x, y]);
    // A notebook executed before there were any has no points of the narrow drawing.
    if (narrow && places.every((one) => one.on_phone)) addDots(narrow, (one) => one.on_phone);
    choice.addEventListener("change", () => pin(choice.value));
  });
})();
