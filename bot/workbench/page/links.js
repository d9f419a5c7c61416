// Addresses: which are safe to follow, and how one is found in running text.
import { h } from "./dom.js";

export const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /^https?:\/\/[^\s<>"`]+/;

/** Only addresses a person may safely follow; everything else stays text. */
export function safeUrl(address) {
  try {
    const url = new URL(String(address));
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, ...label) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, label.length ? label : address);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label.length ? label : address);
}

/** A bare address in running text, without the full stop or bracket that belongs to the sentence. */
export function bareUrl(text) {
  const found = BARE_URL.exec(text);
  if (!found) return null;
  let url = found[0].replace(/[.,;:!?'*_~]+$/, "");
  while (url.endsWith(")") && !url.includes("(")) url = url.slice(0, -1);
  return url;
}
