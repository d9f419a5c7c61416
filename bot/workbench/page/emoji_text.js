// Plain text in which only :emoji: is drawn.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";

export function emojiNode(name, drawn) {
  return h("span", { class: "emoji", role: "img", "aria-label": String(name).replace(/_/g, " ") }, drawn);
}

export function plain(text, withEmoji = true) {
  const out = document.createDocumentFragment();
  if (!withEmoji) return out.append(String(text ?? "")), out;
  for (const part of String(text ?? "").split(/(:[a-z0-9_+'-]+:)/)) {
    const drawn = /^:.+:$/.test(part) ? emoji(part.slice(1, -1)) : null;
    if (part) out.append(drawn ? emojiNode(part.slice(1, -1), drawn) : part);
  }
  return out;
}
