// The page of the explorer. It shows what the kernel answers and works nothing out by itself.

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
