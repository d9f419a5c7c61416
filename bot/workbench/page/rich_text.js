// The rich_text block: sections, lists, quotes and code, with their inline parts.
import { list, unknown } from "./block_parts.js";
import { preBlock } from "./code_block.js";
import { dateNode } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { emojiNode } from "./emoji_text.js";
import { link } from "./links.js";
import { broadcastNode, userNode } from "./mentions.js";

export function richPart(part, context) {
  switch (part.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, richInline(part.elements, context));
    case "rich_text_preformatted":
      return preBlock(list(part.elements).map((one) =>
        one.type === "link" ? link(one.url, one.text || one.url) : one.text ?? one.url ?? one.name ?? ""));
    case "rich_text_quote":
      return h("blockquote", { class: "rich-section" }, richInline(part.elements, context));
    case "rich_text_list": {
      const indent = Math.min(Number(part.indent) || 0, 8);
      const ordered = part.style === "ordered";
      return h(ordered ? "ol" : "ul",
        { class: `rich-list indent-${indent} level-${indent % 3}`, start: ordered && part.offset ? Number(part.offset) + 1 : null },
        list(part.elements).map((item) => h("li", {}, item.type === "rich_text_section" ? richInline(item.elements, context) : richPart(item, context))));
    }
    default:
      return unknown(part.type);
  }
}

export function richInline(elements, context) {
  return list(elements).map((one) => {
    let node;
    switch (one.type) {
      case "text": node = document.createTextNode(one.text ?? ""); break;
      case "link": node = link(one.url, one.text || one.url); break;
      case "user": node = userNode(one.user_id, context.names); break;
      case "usergroup": node = h("span", { class: "mention" }, "@group"); break;
      case "channel": node = h("span", { class: "mention" }, "#" + context.names.channel(one.channel_id)); break;
      case "broadcast": node = broadcastNode(one.range || "channel"); break;
      case "emoji": {
        const drawn = emoji(one.name, one.unicode);
        node = drawn ? emojiNode(one.name, drawn) : document.createTextNode(`:${one.name}:`);
        break;
      }
      case "date": node = dateNode(one.timestamp, one.format, one.fallback, one.url); break;
      case "color": node = h("code", {}, one.value || ""); break;
      default: node = document.createTextNode(one.text ?? "");
    }
    const style = one.style || {};
    if (style.code) node = h("code", {}, node);
    if (style.strike) node = h("s", {}, node);
    if (style.italic) node = h("em", {}, node);
    if (style.bold) node = h("strong", {}, node);
    if (style.underline) node = h("u", {}, node);
    return node;
  });
}
