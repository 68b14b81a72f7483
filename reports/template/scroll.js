(() => {
  "use strict";
  // A region is a stop of the Tab key while it is wider than the screen, and its edges show that
  // there is more beyond them.
  const settle = (region) => {
    const beyond = region.scrollWidth - region.clientWidth;
    if (beyond > 0) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
    region.classList.toggle("begun", region.scrollLeft > 0);
    region.classList.toggle("more", region.scrollLeft < beyond - 1);
  };
  const regions = document.querySelectorAll(".scroll");
  const settleAll = () => regions.forEach(settle);
  regions.forEach((region) => region.addEventListener("scroll", () => settle(region), { passive: true }));
  ["load", "resize", "hashchange"].forEach((name) => addEventListener(name, settleAll));
  settleAll();
})();
