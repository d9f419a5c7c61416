// The overflow element: a button with a menu of its own.
import { list, mark, textNode } from "./block_parts.js";
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { safeUrl } from "./links.js";

export function overflow(part, block, context) {
  const id = uid("menu");
  const close = (focus) => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (focus) button.focus();
  };
  const outside = (event) => { if (!wrap.contains(event.target)) close(false); };
  const open = () => {
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    // Turn upwards when there is no room below.
    menu.classList.toggle("above", button.getBoundingClientRect().bottom + menu.offsetHeight + 16 > innerHeight);
    menu.classList.toggle("leftwards", button.getBoundingClientRect().left + menu.offsetWidth + 16 > innerWidth);
    items[0] && items[0].focus();
  };
  const items = list(part.options).map((option) => {
    const href = option.url && safeUrl(option.url);
    return h(href ? "a" : "button", { role: "menuitem", type: href ? null : "button", href, target: href ? "_blank" : null, rel: href ? "noopener noreferrer" : null, tabindex: "-1",
      onclick: () => { close(true); context.act(block, part, { selected_option: option }, button, Boolean(href)); } },
    textNode(option.text, context.names),
    option.description && h("span", { class: "muted" }, textNode(option.description, context.names)));
  });
  const menu = h("div", { class: "menu", role: "menu", id, hidden: true, onkeydown: (event) => {
    const at = items.indexOf(document.activeElement);
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (move !== undefined) { event.preventDefault(); items.at(move % items.length).focus(); }
    if (event.key === "Escape") { event.stopPropagation(); close(true); }
    if (event.key === "Tab") close(false);
  } }, items);
  const button = h("button", { type: "button", class: "icon-button bordered", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id,
    "aria-label": part.accessibility_label || "More actions", ...mark(part, block), onclick: () => (menu.hidden ? open() : close(true)) }, icon("more"));
  const wrap = h("span", { class: "menu-wrap" }, button, menu);
  return wrap;
}
