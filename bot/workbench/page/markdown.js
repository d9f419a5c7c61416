// Standard Markdown (the "markdown" block), turned into DOM nodes: paragraphs, lists, quotes, tables, code.
import { preBlock } from "./code_block.js";
import { h } from "./dom.js";
import { span } from "./markdown_span.js";

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

export function markdown(text, names) {
  const out = document.createDocumentFragment();
  blocks(String(text ?? "").replace(/\r\n?/g, "\n").split("\n"), names, out);
  return out;
}

function blocks(rows, names, out) {
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) out.append(h("p", {}, span(paragraph.join("\n"), names)));
    paragraph = [];
  };
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    const fence = /^\s{0,3}(`{3,}|~{3,})\s*\S*\s*$/.exec(row) || /^\s{0,3}(~{3,}|`{3,})[^`]*$/.exec(row);
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(row);
    if (fence) {
      flush();
      const code = [];
      while (++at < rows.length && !(rows[at].trim().startsWith(fence[1]) && !rows[at].trim().replace(/^[`~]+/, ""))) code.push(rows[at]);
      out.append(preBlock(code.join("\n")));
    } else if (heading) {
      flush();
      out.append(h("p", { class: "md-heading md-h" + heading[1].length }, h("strong", {}, span(heading[2], names))));
    } else if (/^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(row)) {
      flush();
      out.append(h("hr"));
    } else if (/^\s{0,3}>/.test(row)) {
      flush();
      const quoted = [];
      while (at < rows.length && /^\s{0,3}>/.test(rows[at])) quoted.push(rows[at++].replace(/^\s{0,3}> ?/, ""));
      at--;
      const quote = h("blockquote");
      blocks(quoted, names, quote);
      out.append(quote);
    } else if (row.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(rows[at + 1] || "") && (rows[at + 1] || "").includes("-")) {
      flush();
      const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
      const head = cells(row);
      const body = [];
      at += 2;
      while (at < rows.length && rows[at].includes("|")) body.push(cells(rows[at++]));
      at--;
      out.append(h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table" }, h("table", {},
        h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, span(cell, names))))),
        h("tbody", {}, body.map((line) => h("tr", {}, line.map((cell) => h("td", {}, span(cell, names)))))))));
    } else if (ITEM.test(row)) {
      flush();
      const list = [];
      while (at < rows.length && (ITEM.test(rows[at]) || (/^\s+\S/.test(rows[at]) && list.length))) list.push(rows[at++]);
      at--;
      out.append(listNode(list, names));
    } else if (!row.trim()) {
      flush();
    } else {
      paragraph.push(row);
    }
  }
  flush();
}

function listNode(rows, names) {
  const first = ITEM.exec(rows[0]);
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const node = h(ordered ? "ol" : "ul", ordered ? { start: parseInt(first[2], 10) } : {});
  let item = null;
  let nested = [];
  const close = () => {
    if (item && nested.length) {
      const cut = Math.min(...nested.map((row) => /^\s*/.exec(row)[0].length));
      blocks(nested.map((row) => row.slice(cut)), names, item);
    }
    nested = [];
  };
  for (const row of rows) {
    const found = ITEM.exec(row);
    if (found && found[1].length <= indent) {
      close();
      const task = /^\[([ xX])\]\s+(.*)$/.exec(found[3]);
      item = h("li", {}, task ? [h("input", { type: "checkbox", disabled: true, "aria-label": "Task", checked: task[1] !== " " }), " ", span(task[2], names)] : span(found[3], names));
      node.append(item);
    } else {
      nested.push(row);
    }
  }
  close();
  return node;
}
