// A form of fields in a review.

/** Join the faults that belong to no field of a form. */
function listRest(form, faults) {
  return Object.entries(faults).filter(([name]) => !form.fields.some((field) => field.name === name)).map(([, fault]) => fault).join(" ");
}

/** A form of fields: `show` fills them in, `onEdit` hears of every cell that was changed. */
function renderForm(described, lists, group, words, onEdit) {
  const fields = described.map((field) => {
    const id = `${group}-${field.name}`;
    const described = { id, "aria-describedby": `${id}-fault`, "data-column": field.name, title: field.help };
    const input = field.options.length
      ? make("select", described, make("option", { value: "" }, ""), ...field.options.map(([value, label]) => make("option", { value }, label)))
      : make("input", { ...described, type: "text", autocomplete: "off", spellcheck: "false", ...(field.has_list ? { list: `${group}-list-${field.name}` } : {}) });
    const known = make("span", { class: "ir-known" });
    const fault = make("p", { class: "ir-fault", id: `${id}-fault` });
    input.addEventListener("input", () => { input.dirty = true; });
    input.addEventListener("change", () => { input.dirty = false; onEdit(field.name, input.value); });
    const label = make("label", { for: id }, field.label);
    const element = make("div", { class: `ir-field ir-field-${field.name}` }, label, input, known, fault);
    return { ...field, input, known, fault, element };
  });
  function show(cells, faults, isFresh, isLocked) {
    for (const { name, input, known, fault, element } of fields) {
      if (isFresh || !input.dirty) { input.value = cells[name] ?? ""; input.dirty = false; }
      input.disabled = isLocked;
      const names = lists[name]?.find(([key]) => key === cells[name]);
      known.textContent = names ? names[1] : "";
      fault.textContent = faults[name] ?? "";
      input.setAttribute("aria-invalid", String(name in faults));
      element.classList.toggle("ir-wrong", name in faults);
    }
  }
  const choices = Object.entries(lists).map(([name, options]) =>
    make("datalist", { id: `${group}-list-${name}` }, ...options.map(([value, label]) => make("option", { value }, label))));
  return { fields, show, choices };
}
