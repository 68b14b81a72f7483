(() => {
  "use strict";
  // On a narrow screen the contents are folded; beside the text they are open.
  const list = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 64rem)");
  const fold = () => { if (list) list.open = wide.matches; };
  fold();
  wide.addEventListener("change", fold);
  if (list) list.addEventListener("click", (event) => { if (event.target.closest("a") && !wide.matches) list.open = false; });

  // What a link leads to is unfolded, and in print everything is.
  const unfold = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = place && (place.closest("details.folded") || place.closest("section")?.querySelector(":scope > details.folded"));
    if (!folded || folded.open) return;
    folded.open = true;
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  };
  unfold();
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => document.querySelectorAll("details.folded").forEach((each) => { each.open = true; }));

  // On a narrow screen a long cell shows its beginning, and where that is not all a button.
  const { show: showAll, hide: showLess } = document.querySelector("main").dataset;
  document.querySelectorAll(".long").forEach((text) => {
    const button = document.createElement("button");
    button.type = "button";
    const toggle = () => {
      const isCut = text.classList.toggle("cut");
      button.textContent = isCut ? showAll : showLess;
      button.setAttribute("aria-expanded", String(!isCut));
    };
    toggle();
    button.addEventListener("click", toggle);
    text.after(button);
    new ResizeObserver(() => {
      if (text.classList.contains("cut")) button.hidden = text.scrollHeight <= text.clientHeight + 1;
    }).observe(text);
  });

  // The sign beside a heading copies the address of its section.
  document.querySelectorAll("a.anchor").forEach((sign) => sign.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(sign.href);
      sign.textContent = `# ${sign.dataset.copied}`;
      setTimeout(() => { sign.textContent = "#"; }, 1500);
    } catch { /* The address is in the bar of the browser. */ }
  }));

  // The contents show which section is on the screen.
  const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
  const heads = [...document.querySelectorAll("main h2[id]")];
  const point = () => {
    const now = heads.filter((head) => head.getBoundingClientRect().top < innerHeight / 3).pop();
    links.forEach((link, id) => {
      if (now && id === now.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  new IntersectionObserver(point, { rootMargin: "0px 0px -60% 0px" }).observe(document.querySelector("h1"));
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; point(); });
  }, { passive: true });

  // A note shows itself beside its mark, and leads back to the mark it was reached from.
  const preview = document.querySelector("main").appendChild(document.createElement("div"));
  preview.className = "preview";
  preview.hidden = true;
  let leaving;
  const hide = () => { preview.hidden = true; };
  const hideSoon = () => { leaving = setTimeout(hide, 250); };
  const stay = () => clearTimeout(leaving);
  const show = (mark) => {
    stay();
    const ends = (mark.dataset.shown || mark.hash.slice(1)).split(" ").map((id) => document.getElementById(id));
    preview.replaceChildren(...ends.map((end) => {
      const line = document.createElement("p");
      line.append(...end.closest("li").querySelector(".text").cloneNode(true).childNodes);
      return line;
    }));
    preview.hidden = false;
    const box = mark.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - preview.offsetWidth - 16);
    const below = box.bottom + preview.offsetHeight + 8 < innerHeight;
    preview.style.left = `${Math.max(16, left) + scrollX}px`;
    preview.style.top = `${scrollY + (below ? box.bottom + 4 : box.top - preview.offsetHeight - 4)}px`;
  };
  document.querySelectorAll("a.mark").forEach((mark) => {
    mark.addEventListener("mouseenter", () => show(mark));
    mark.addEventListener("mouseleave", hideSoon);
    mark.addEventListener("focus", () => show(mark));
    mark.addEventListener("blur", hideSoon);
    mark.addEventListener("click", () => {
      hide();
      document.getElementById(mark.hash.slice(1)).hash = mark.id;
    });
  });
  preview.addEventListener("mouseenter", stay);
  preview.addEventListener("mouseleave", hideSoon);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
