// Slack's mrkdwn, turned into DOM nodes. All foreign text passes through text nodes only.
import { preBlock } from "./code_block.js";
import { dateNode } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { emojiNode } from "./emoji_text.js";
import { WORD, bareUrl, link, safeUrl } from "./links.js";
import { broadcastNode, userNode } from "./mentions.js";

const decode = (text) =>
  text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

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

/** What stands between angle brackets: a mention, a date or an address; anything else is shown as it is. */
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
