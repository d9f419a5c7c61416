// The small parts blocks are made of: texts, images, and what is said about one we cannot draw.
import { h } from "./dom.js";
import { plain } from "./emoji_text.js";
import { safeUrl } from "./links.js";
import { mrkdwn } from "./mrkdwn.js";

/** The objects in what should be a list of objects. */
export const list = (value) => (Array.isArray(value) ? value.filter((item) => item && typeof item === "object") : []);

/** A text object (plain_text or mrkdwn) or, for the few old places, a bare string. */
export function textNode(object, names) {
  if (object === undefined || object === null) return null;
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  return plain(object.text, object.emoji !== false);
}
export const words = (object) => (typeof object === "string" ? object : (object && object.text) || "");

export const unknown = (type) => h("div", { class: "unknown" }, `[${type || "unknown"} block: not drawn here]`);

export function image(part, className) {
  const href = safeUrl(part.image_url);
  if (!href || href.startsWith("mailto:")) return h("span", { class: "muted" }, part.alt_text || "[image]");
  return h("img", { class: className, src: href, alt: part.alt_text || "", loading: "lazy", referrerpolicy: "no-referrer" });
}

/** What marks an element, so that a redrawn message gives the focus back to the same one. */
export const mark = (part, block) => ({ "data-action": part.action_id || null, "data-key": `${block.block_id || ""}/${part.action_id || ""}` });
