// Whom a text names: a person, or everybody.
import { h } from "./dom.js";

export function userNode(id, names) {
  const name = names.user(id);
  return h("span", { class: "mention" + (id === names.me ? " mention-me" : "") }, "@" + name);
}

export function broadcastNode(range) {
  return h("span", { class: "mention mention-me" }, "@" + range);
}
