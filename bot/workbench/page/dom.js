// Small helpers to build the page. Nothing here ever parses text as HTML.

/** h("button", {class: "x", onclick: f, "aria-label": "…"}, "text", node, [nodes]) */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on") && typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "testid") node.dataset.testid = value;
    else if (key in PROPERTIES) node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}
const PROPERTIES = { value: 1, checked: 1, disabled: 1, hidden: 1, selected: 1, open: 1, multiple: 1, required: 1 };

export function add(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
  return parent;
}

export function replace(parent, ...children) {
  parent.replaceChildren();
  return add(parent, children);
}

let counter = 0;
export const uid = (prefix) => prefix + "-" + ++counter;

export const wide = (query) => window.matchMedia(query).matches;

/** An element of index.html. */
export const byId = (id) => document.getElementById(id);
