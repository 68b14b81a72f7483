/** Make an element: attributes, listeners of events by `on…`, and what stands in it. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}


const PATIENCE = 10000; // ms after which a kernel that has not answered is told of
const ENDED = ["restarting", "autorestarting", "terminating", "dead"];

/** Call `onChange` with "gone" when the kernel of a widget ends or restarts: the widget has lost what
 *  answered it. With "late" while there is no connection, and with "" when there is one again.
 *  Return what stops that. */
function watchKernel(model, onChange) {
  const kernel = model.widget_manager?.kernel; // known in JupyterLab and Voilà
  if (!kernel?.statusChanged) return () => {};
  let isGone = false;
  const end = () => { isGone = true; onChange("gone"); };
  const onStatus = (_, status) => { if (ENDED.includes(status)) end(); };
  const onConnection = (_, status) => { if (!isGone) onChange(status === "disconnected" ? "late" : ""); };
  const slots = [[kernel.statusChanged, onStatus], [kernel.connectionStatusChanged, onConnection], [kernel.disposed, end]];
  slots.forEach(([signal, slot]) => signal.connect(slot));
  return () => slots.forEach(([signal, slot]) => signal.disconnect(slot));
}
