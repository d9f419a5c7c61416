// The input block: a field with its label, its hint and what is wrong with it.
import { textNode, unknown } from "./block_parts.js";
import { add, h, uid } from "./dom.js";
import { FIELDS } from "./fields.js";

export function input(block, context) {
  const part = block.element || {};
  const id = uid("input");
  const make = FIELDS[part.type];
  if (!make) return unknown(part.type);
  const field = make(part, id);
  const hint = block.hint && h("div", { class: "hint", id: id + "-hint" }, textNode(block.hint, context.names));
  const error = h("div", { class: "field-error", id: id + "-error", role: "alert" });
  field.control.setAttribute("aria-describedby", [block.hint && id + "-hint", id + "-error"].filter(Boolean).join(" "));
  if (!block.optional && !field.group) field.control.setAttribute("aria-required", "true");
  const label = h(field.group ? "div" : "label", { class: "input-label", for: field.group ? null : id, id: id + "-label" },
    textNode(block.label, context.names), block.optional && h("span", { class: "muted" }, " (optional)"));
  if (field.group) field.control.setAttribute("aria-labelledby", id + "-label");
  if (context.fields) {
    context.fields.push({ block, part, ...field, fail: (text) => {
      error.textContent = text || "";
      field.control.setAttribute("aria-invalid", text ? "true" : "false");
    } });
  }
  if (block.dispatch_action) field.node.addEventListener("change", () => context.act(block, part, field.read(), field.node));
  return add(h("div", {}), [label, field.node, hint, error]);
}
