// The chart of an answer: in the colours of the page, with marks to pick.

const COLOURS = {
  "#17324d": "ink", "#5d7183": "soft", "#c9d3dc": "pale", "#b3541e": "target", "#ffffff": "paper",
  "#1f6fb2": "blue", "#00805e": "green", "#a64f86": "purple", "#946800": "ochre", "#4a4a4a": "grey",
};

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
