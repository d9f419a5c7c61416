// Slack's mrkdwn and standard Markdown, turned into DOM nodes. All foreign text passes through text nodes only.
import { h, link, preBlock, safeUrl } from "./dom.js";
import { emoji } from "./emoji.js";

export const decode = (text) =>
  text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /^https?:\/\/[^\s<>"`]+/;

/** A bare address in running text, without the full stop or bracket that belongs to the sentence. */
function bareUrl(text) {
  const found = BARE_URL.exec(text);
  if (!found) return null;
  let url = found[0].replace(/[.,;:!?'*_~]+$/, "");
  while (url.endsWith(")") && !url.includes("(")) url = url.slice(0, -1);
  return url;
}

// ---- names ---------------------------------------------------------------------------------------------------

export function userNode(id, names) {
  const name = names.user(id);
  return h("span", { class: "mention" + (id === names.me ? " mention-me" : "") }, "@" + name);
}

export function broadcastNode(range) {
  return h("span", { class: "mention mention-me" }, "@" + range);
}

export function dateNode(timestamp, format, fallback, address) {
  const date = new Date(Number(timestamp) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(fallback || "");
  const day = (options) => date.toLocaleDateString(undefined, options);
  const relative = (options) => {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
    return { 0: "today", 1: "yesterday", [-1]: "tomorrow" }[days] || day(options);
  };
  const short = { day: "numeric", month: "short", year: "numeric" };
  const long = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  const plain = { day: "numeric", month: "long", year: "numeric" };
  const ago = () => {
    const seconds = Math.round((Date.now() - date) / 1000);
    const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]]
      .find(([one]) => Math.abs(seconds) >= one) || [1, "second"];
    return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.round(seconds / size), unit);
  };
  const tokens = {
    date_num: () => date.toLocaleDateString("sv-SE"),
    date_slash: () => date.toLocaleDateString(),
    date: () => day(plain), date_short: () => day(short), date_long: () => day(long),
    date_pretty: () => relative(plain), date_short_pretty: () => relative(short), date_long_pretty: () => relative(long),
    day_divider_pretty: () => relative(long),
    time: () => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }),
    time_secs: () => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" }),
    ago,
  };
  const text = String(format || "{date_short} {time}").replace(/\{(\w+)\}/g, (all, key) => (tokens[key] ? tokens[key]() : all));
  const node = h("time", { datetime: date.toISOString(), title: date.toLocaleString() }, text);
  return address && safeUrl(address) ? link(address, node) : node;
}

function angle(body, names) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : body.slice(bar + 1);
  if (/^@[A-Z0-9]+$/.test(target)) return userNode(target.slice(1), names);
  if (/^#[A-Z0-9]+$/.test(target)) return h("span", { class: "mention" }, "#" + (label || names.channel(target.slice(1))));
  const special = /^!(channel|here|everyone)$/.exec(target);
  if (special) return broadcastNode(special[1]);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, decode(label) || "@group");
  if (target.startsWith("!date^")) {
    const [, timestamp, format, address] = target.split("^");
    return dateNode(timestamp, format && decode(format), decode(label), address && decode(address));
  }
  const address = decode(target);
  if (safeUrl(address)) return link(address, decode(label) || address.replace(/^mailto:/, ""));
  return document.createTextNode("<" + decode(body) + ">");
}

// ---- mrkdwn --------------------------------------------------------------------------------------------------

export function mrkdwn(text, names) {
  const out = document.createDocumentFragment();
  const parts = String(text ?? "").split(/```/);
  // An opening fence without its end is ordinary text.
  if (parts.length % 2 === 0) {
    const rest = parts.pop();
    parts[parts.length - 1] += "```" + rest;
  }
  parts.forEach((part, index) => {
    if (index % 2) {
      const plain = part.replace(/^\n/, "").replace(/\n$/, "").replace(/<([^<>\n]+)>/g, (all, body) => body.split("|").pop());
      out.append(preBlock(decode(plain)));
    } else {
      // The line breaks next to a code block belong to the block.
      if (index) part = part.replace(/^\n/, "");
      if (index < parts.length - 1) part = part.replace(/\n$/, "");
      lines(part, names, out);
    }
  });
  return out;
}

function lines(text, names, out) {
  if (!text) return;
  let plain = [];
  let quote = [];
  const flush = () => {
    if (plain.length) out.append(inline(plain.join("\n"), names));
    if (quote.length) out.append(h("blockquote", {}, inline(quote.join("\n"), names)));
    plain = [];
    quote = [];
  };
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (plain.length) flush();
      quote.push(quoted[1]);
    } else {
      if (quote.length) flush();
      plain.push(line);
    }
  }
  flush();
}

const MARKS = { "*": "strong", _: "em", "~": "s" };

function closing(text, from, mark) {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === "\n") return -1;
    if (char === "`" && mark !== "`") {
      const end = text.indexOf("`", at + 1);
      if (end > 0) at = end;
    } else if (char === "<") {
      const end = text.indexOf(">", at);
      if (end > 0) at = end;
    } else if (char === mark && at > from && !/\s/.test(text[at - 1]) && !WORD.test(text[at + 1] || "")) {
      return at;
    }
  }
  return -1;
}

function inline(text, names) {
  const out = document.createDocumentFragment();
  let buffer = "";
  const flush = () => {
    if (buffer) out.append(decode(buffer));
    buffer = "";
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const before = text[at - 1] || "";
    if (char === "`") {
      const end = text.indexOf("`", at + 1);
      if (end > at + 1 && !text.slice(at, end).includes("\n")) {
        flush();
        const body = text.slice(at + 1, end).replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (all, url, label) => label || url);
        out.append(h("code", {}, decode(body)));
        at = end;
        continue;
      }
    } else if (MARKS[char] && !WORD.test(before) && before !== char && /\S/.test(text[at + 1] || "")) {
      const end = closing(text, at + 1, char);
      if (end > 0) {
        flush();
        out.append(h(MARKS[char], {}, inline(text.slice(at + 1, end), names)));
        at = end;
        continue;
      }
    } else if (char === "<") {
      const end = text.indexOf(">", at);
      if (end > at + 1 && !text.slice(at, end).includes("\n")) {
        flush();
        out.append(angle(text.slice(at + 1, end), names));
        at = end;
        continue;
      }
    } else if (char === ":") {
      const found = /^:([a-z0-9_+'-]+):/.exec(text.slice(at, at + 60));
      const drawn = found && emoji(found[1]);
      if (drawn) {
        flush();
        out.append(emojiNode(found[1], drawn));
        at += found[0].length - 1;
        continue;
      }
    } else if (char === "h" && !WORD.test(before)) {
      const url = bareUrl(text.slice(at));
      if (url) {
        flush();
        out.append(link(decode(url)));
        at += url.length - 1;
        continue;
      }
    }
    buffer += char;
  }
  flush();
  return out;
}

export function emojiNode(name, drawn) {
  return h("span", { class: "emoji", role: "img", "aria-label": String(name).replace(/_/g, " ") }, drawn);
}

/** Plain text in which only :emoji: is drawn. */
export function plain(text, withEmoji = true) {
  const out = document.createDocumentFragment();
  if (!withEmoji) return out.append(String(text ?? "")), out;
  for (const part of String(text ?? "").split(/(:[a-z0-9_+'-]+:)/)) {
    const drawn = /^:.+:$/.test(part) ? emoji(part.slice(1, -1)) : null;
    if (part) out.append(drawn ? emojiNode(part.slice(1, -1), drawn) : part);
  }
  return out;
}

// ---- standard Markdown (the "markdown" block) ------------------------------------------------------------------

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

function span(text, names) {
  const out = document.createDocumentFragment();
  let buffer = "";
  const flush = () => {
    if (buffer) out.append(plain(buffer));
    buffer = "";
  };
  const rules = [
    [/^(`+)([\s\S]*?[^`])\1(?!`)/, (found) => h("code", {}, found[2].trim() || found[2])],
    [/^\*\*(?=\S)([\s\S]*?\S)\*\*/, (found) => h("strong", {}, span(found[1], names))],
    [/^__(?=\S)([\s\S]*?\S)__(?!\w)/, (found) => h("strong", {}, span(found[1], names)), true],
    [/^~~(?=\S)([\s\S]*?\S)~~/, (found) => h("s", {}, span(found[1], names))],
    [/^\*(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)/, (found) => h("em", {}, span(found[1], names))],
    [/^_(?=[^\s_])([\s\S]*?[^\s_])_(?!\w)/, (found) => h("em", {}, span(found[1], names)), true],
    [/^!?\[([^\]]*)\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)>?(?:\s+"[^"]*")?\s*\)/, (found) => link(found[2], span(found[1] || found[2], names))],
    [/^<(https?:\/\/[^\s<>]+|mailto:[^\s<>]+)>/, (found) => link(found[1])],
  ];
  scan: for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\\" && /[!-/:-@[-`{-~]/.test(text[at + 1] || "")) {
      buffer += text[++at];
      continue;
    }
    if ("`*_~![<".includes(char)) {
      const rest = text.slice(at);
      for (const [pattern, build, wordEdge] of rules) {
        if (wordEdge && WORD.test(text[at - 1] || "")) continue;
        const found = pattern.exec(rest);
        if (!found) continue;
        flush();
        out.append(build(found));
        at += found[0].length - 1;
        continue scan;
      }
    } else if (char === "h" && !WORD.test(text[at - 1] || "")) {
      const url = bareUrl(text.slice(at));
      if (url) {
        flush();
        out.append(link(url));
        at += url.length - 1;
        continue;
      }
    }
    buffer += char;
  }
  flush();
  return out;
}
