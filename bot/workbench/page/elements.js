// What can be pressed in a block: buttons, menus, and fields that act as soon as they change.
import { image, mark, textNode, unknown, words } from "./block_parts.js";
import { h, uid } from "./dom.js";
import { FIELDS } from "./fields.js";
import { icon } from "./icons.js";
import { safeUrl } from "./links.js";
import { overflow } from "./overflow.js";

export function element(part, block, context) {
  if (part.type === "image") return image(part, "accessory-image");
  const draw = ELEMENTS[part.type];
  if (draw) return draw(part, block, context);
  if (FIELDS[part.type]) {
    // A field outside an input block acts as soon as it changes.
    const field = FIELDS[part.type](part, uid("field"));
    field.node.addEventListener("change", () => context.act(block, part, field.read(), field.node));
    return field.node;
  }
  return unknown(part.type);
}

const ELEMENTS = {
  button: (part, block, context) => {
    const style = part.style ? " " + part.style : "";
    const label = [h("span", { class: "btn-label" }, textNode(part.text, context.names))];
    const href = part.url && safeUrl(part.url);
    if (href) {
      return h("a", { class: "btn" + style, href, target: "_blank", rel: "noopener noreferrer", ...mark(part, block),
        "aria-label": part.accessibility_label, onclick: (event) => context.act(block, part, {}, event.currentTarget, true) },
      label, icon("external"));
    }
    return h("button", { type: "button", class: "btn" + style, ...mark(part, block), "aria-label": part.accessibility_label,
      "aria-haspopup": part.confirm ? "dialog" : null,
      onclick: (event) => context.act(block, part, {}, event.currentTarget) }, label);
  },
  workflow_button: (part, block, context) => ELEMENTS.button(part, block, context),
  icon_button: (part, block, context) => h("button", { type: "button", class: "icon-button", title: words(part.text), ...mark(part, block),
    "aria-label": part.accessibility_label || words(part.text),
    onclick: (event) => context.act(block, part, {}, event.currentTarget) }, icon(part.icon === "trash" ? "trash" : "more")),
  feedback_buttons: (part, block, context) => {
    const one = (button, name, fallback) => button && h("button", {
      type: "button", class: "icon-button feedback-" + name, title: words(button.text) || fallback, "aria-pressed": "false",
      "aria-label": button.accessibility_label || words(button.text) || fallback, ...mark(part, block),
      "data-key": `${block.block_id || ""}/${part.action_id || ""}/${name}`,
      onclick: (event) => {
        for (const other of event.currentTarget.parentNode.children) other.setAttribute("aria-pressed", String(other === event.currentTarget));
        context.act(block, { type: part.type, action_id: part.action_id, text: button.text, value: button.value }, {}, event.currentTarget);
      } }, icon(name));
    return h("span", { class: "feedback", role: "group", "aria-label": "Was this helpful?" },
      one(part.positive_button, "up", "Good answer"), one(part.negative_button, "down", "Bad answer"));
  },
  static_select: (part, block, context) => {
    const field = FIELDS.static_select(part, uid("select"));
    const select = field.node.querySelector("select");
    Object.assign(select.dataset, { key: `${block.block_id || ""}/${part.action_id || ""}`, action: part.action_id || "" });
    select.setAttribute("aria-label", words(part.placeholder) || "Choose an option");
    select.addEventListener("change", () => {
      const picked = field.read();
      if (picked.selected_option) context.act(block, part, picked, field.node, false, () => { select.selectedIndex = 0; });
    });
    return field.node;
  },
  overflow,
};
