// The inside of a Markdown paragraph: emphasis, code, links.
import { h } from "./dom.js";
import { plain } from "./emoji_text.js";
import { WORD, bareUrl, link } from "./links.js";

export function span(text, names) {
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
