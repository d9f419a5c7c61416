// The table block, whose first row is its head.
import { list, words } from "./block_parts.js";
import { h } from "./dom.js";
import { plain } from "./emoji_text.js";
import { mrkdwn } from "./mrkdwn.js";
import { richPart } from "./rich_text.js";

export function table(block, context) {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  const settings = Array.isArray(block.column_settings) ? block.column_settings : [];
  const cell = (value, column, head) => {
    const setting = settings[column] || {};
    const number = value && value.type === "raw_number";
    const align = setting.align || (number ? "right" : "left");
    const body = !value ? "" : value.type === "rich_text" ? list(value.elements).map((part) => richPart(part, context))
      : value.type === "mrkdwn" ? mrkdwn(value.text, context.names) : plain(value.text ?? value.value ?? "");
    return h(head ? "th" : "td", { scope: head ? "col" : null, class: `align-${align}${setting.is_wrapped ? " wrapped" : ""}` }, body);
  };
  const cells = (row) => (Array.isArray(row) ? row : row && row.cells) || [];
  const caption = words(block.caption);
  return h("div", {}, h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": caption || "Table" },
    h("table", {},
      caption && h("caption", {}, caption),
      h("thead", {}, rows.slice(0, 1).map((row) => h("tr", {}, cells(row).map((value, column) => cell(value, column, true))))),
      h("tbody", {}, rows.slice(1).map((row) => h("tr", {}, cells(row).map((value, column) => cell(value, column, false))))))));
}
