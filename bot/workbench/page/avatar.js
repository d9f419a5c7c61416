// Who somebody is, at a glance.
import { h } from "./dom.js";
import { icon } from "./icons.js";

export function avatar(id, names, small) {
  const bot = id === names.bot;
  const name = names.user(id);
  let hue = 0;
  for (const char of String(id)) hue = (hue * 31 + char.charCodeAt(0)) % 6;
  return h("span", { class: `avatar ${small ? "small" : ""} ${bot ? "avatar-bot" : "tint-" + hue}`, "aria-hidden": "true" },
    bot ? icon("slots") : (name.match(/[\p{L}\p{N}]/u) || ["?"])[0].toUpperCase());
}
