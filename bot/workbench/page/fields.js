// What can be filled in: texts, dates, choices. A field is {node, control, read()}.
import { list, words } from "./block_parts.js";
import { h, uid } from "./dom.js";
import { plain } from "./emoji_text.js";
import { icon } from "./icons.js";

const options = (part) => list(part.options).concat(list(part.option_groups).flatMap((group) => list(group.options)));
const bare = (option) => option && { text: option.text, value: option.value };

function textField(type) {
  return (part, id) => {
    const node = part.multiline || type === "textarea" ? h("textarea", { id, rows: "4" }) : h("input", { id, type });
    node.className = "field-input";
    if (part.initial_value !== undefined && part.initial_value !== null && typeof part.initial_value !== "object") node.value = part.initial_value;
    const initial = part.initial_date || part.initial_time;
    if (initial) node.value = initial;
    if (part.placeholder) node.placeholder = words(part.placeholder);
    if (part.max_length) node.maxLength = part.max_length;
    if (part.min_length) node.minLength = part.min_length;
    if (part.min_value) node.min = part.min_value;
    if (part.max_value) node.max = part.max_value;
    if (type === "number") node.step = part.is_decimal_allowed ? "any" : "1";
    const name = { date: "selected_date", time: "selected_time" }[type] || "value";
    return { node, control: node, read: () => ({ type: part.type, [name]: node.value || null }) };
  };
}

function choices(type) {
  return (part, id) => {
    const initial = type === "radio" ? [part.initial_option] : list(part.initial_options);
    const chosen = new Set(initial.filter(Boolean).map((option) => option.value));
    const name = uid("choice");
    const boxes = options(part).map((option) => [h("input", { type, name, checked: chosen.has(option.value) }), option]);
    const node = h("div", { class: "choices", id, role: type === "radio" ? "radiogroup" : "group", tabindex: "-1" },
      boxes.map(([box, option]) => h("label", {}, box, h("span", {}, plain(words(option.text)),
        option.description && h("span", { class: "muted" }, plain(words(option.description)))))));
    return { node, control: node, group: true, read: () => {
      const picked = boxes.filter(([box]) => box.checked).map(([, option]) => bare(option));
      return type === "radio" ? { type: part.type, selected_option: picked[0] || null } : { type: part.type, selected_options: picked };
    } };
  };
}

export const FIELDS = {
  plain_text_input: textField("text"),
  rich_text_input: textField("textarea"),
  email_text_input: textField("email"),
  url_text_input: textField("url"),
  number_input: textField("number"),
  datepicker: textField("date"),
  timepicker: textField("time"),
  radio_buttons: choices("radio"),
  checkboxes: choices("checkbox"),
  multi_static_select: choices("checkbox"),
  static_select: (part, id) => {
    const all = options(part);
    const initial = part.initial_option && part.initial_option.value;
    const node = (option) => h("option", { value: String(all.indexOf(option)), selected: option.value === initial }, words(option.text));
    const select = h("select", { id },
      h("option", { value: "", selected: initial === undefined || initial === null }, words(part.placeholder) || "Choose an option"),
      list(part.options).map(node),
      list(part.option_groups).map((group) => h("optgroup", { label: words(group.label) }, list(group.options).map(node))));
    return { node: h("span", { class: "select" }, select, icon("chevron")), control: select,
      read: () => ({ type: part.type, selected_option: select.value === "" ? null : bare(all[Number(select.value)]) }) };
  },
};
