// Messages: one message as DOM, and a list that redraws only what changed.
import { add, h, icon } from "./dom.js";
import { emoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { renderBlocks } from "./blocks.js";

export const when = (ts) => new Date(parseFloat(ts) * 1000);
const clock = (date) => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

export function dayName(date) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return date.toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
}

function ago(date) {
  const minutes = Math.round((Date.now() - date) / 60000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`;
  return dayName(date);
}

export function avatar(id, names, small) {
  const bot = id === names.bot;
  const name = names.user(id);
  let hue = 0;
  for (const char of String(id)) hue = (hue * 31 + char.charCodeAt(0)) % 6;
  return h("span", { class: `avatar ${small ? "small" : ""} ${bot ? "avatar-bot" : "tint-" + hue}`, "aria-hidden": "true" },
    bot ? icon("slots") : (name.match(/[\p{L}\p{N}]/u) || ["?"])[0].toUpperCase());
}

/** Readable text of a message for the live region. */
export function summary(message) {
  const text = String(message.text || "").replace(/```/g, " ").replace(/<[^|<>]*\|([^<>]*)>/g, "$1").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  return text.length > 220 ? text.slice(0, 220) + "…" : text;
}

/**
 * options: {names, act(message), opened, continued, replies: null | {count, users, last, hidden}, openThread, inThread, status}
 */
export function messageNode(message, options) {
  const { names } = options;
  const date = when(message.ts);
  const ephemeral = Boolean(message.ephemeral_to);
  const isBot = message.user === names.bot || Boolean(message.bot_id);
  const time = h("time", { datetime: date.toISOString(), title: date.toLocaleString() }, clock(date));
  const body = h("div", { class: "message-body" });
  if (Array.isArray(message.blocks) && message.blocks.length) {
    add(body, renderBlocks(message.blocks, {
      names, opened: options.opened, key: `${message.channel}/${message.ts}`,
      act: (...rest) => options.act(message, ...rest),
    }));
  } else {
    body.append(h("div", { class: "mrkdwn" }, mrkdwn(message.text, names)));
  }
  if (message.edited) body.append(h("span", { class: "edited" }, "(edited)"));
  const { replies } = options;
  const canThread = !options.inThread && !ephemeral;
  return h("li", {
    class: "message" + (options.continued ? " continued" : "") + (ephemeral ? " ephemeral" : "") + (replies || options.status ? " threaded" : ""),
    testid: "message", "data-ts": message.ts, "data-user": message.user, "data-ephemeral": ephemeral ? "true" : null, tabindex: "-1",
  },
  h("div", { class: "gutter" }, options.continued ? h("span", { class: "gutter-time" }, time) : avatar(message.user, names)),
  h("div", { class: "content" },
    ephemeral && h("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
    h("div", { class: options.continued ? "sr-only" : "message-head" },
      h("span", { class: "author" }, names.user(message.user)),
      isBot && h("span", { class: "app-badge" }, "App"),
      !options.continued && time),
    body,
    Array.isArray(message.reactions) && message.reactions.length > 0 && h("div", { class: "reactions" },
      message.reactions.map((one) => {
        const users = Array.isArray(one.users) ? one.users : [];
        return h("span", { class: "reaction" + (users.includes(names.me) ? " mine" : ""), role: "img", title: `${users.map(names.user).join(", ")} reacted with :${one.name}:`,
          "aria-label": `${String(one.name).replace(/_/g, " ")}, ${users.length || one.count || 1}` },
        emoji(one.name) || `:${one.name}:`, h("b", {}, String(users.length || one.count || 1)));
      })),
    canThread && replies && h("button", { type: "button", class: "replies", testid: "open-thread", "data-key": "thread", onclick: options.openThread },
      h("span", { class: "avatars" }, replies.users.slice(0, 4).map((id) => avatar(id, names, true))),
      h("span", { class: "replies-count" }, replies.count ? `${replies.count} ${replies.count === 1 ? "reply" : "replies"}` : "Note only visible to you"),
      h("span", { class: "replies-last" }, `Last reply ${ago(when(replies.last))}`)),
    !options.inThread && options.status && h("div", { class: "status-line" }, h("span", { class: "typing", "aria-hidden": "true" }, h("i"), h("i"), h("i")), options.status)),
  canThread && h("div", { class: "hover-tools" },
    h("button", { type: "button", class: "icon-button", title: "Reply in thread", "aria-label": "Reply in thread", "data-key": "reply",
      testid: replies ? "reply-in-thread" : "open-thread", onclick: options.openThread }, icon("reply"), h("span", { class: "tool-label" }, "Reply in thread"))));
}

/**
 * Brings `list` to the rows [{key, sign, draw}]; rows whose sign is unchanged keep their DOM, so focus,
 * spinners and open parts survive. Keeps the reader at the bottom when they were there.
 */
export function reconcile(scroller, list, rows, { toBottom = false } = {}) {
  const near = toBottom || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const focusRow = focused && focused.closest("[data-row]");
  const old = new Map([...list.children].map((node) => [node.dataset.row, node]));
  let before = list.firstChild;
  let refocus = null;
  for (const row of rows) {
    let node = old.get(row.key);
    old.delete(row.key);
    if (!node || node.sign !== row.sign) {
      const fresh = row.draw();
      fresh.dataset.row = row.key;
      fresh.sign = row.sign;
      if (node) {
        if (node === focusRow) refocus = [fresh, focused.dataset.key];
        if (before === node) before = node.nextSibling;
        node.replaceWith(fresh);
        if (fresh.nextSibling !== before) list.insertBefore(fresh, before);
      } else {
        list.insertBefore(fresh, before);
      }
      node = fresh;
    } else if (node === before) {
      before = node.nextSibling;
    } else {
      list.insertBefore(node, before);
    }
  }
  for (const node of old.values()) node.remove();
  if (refocus) {
    const [row, key] = refocus;
    const same = key && [...row.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    (same || row).focus({ preventScroll: true });
  }
  if (near) toEnd(scroller, list);
}

/** Shows the end of a list, but never less than the first line of an answer taller than the window. */
export function toEnd(scroller, list) {
  const last = list.lastElementChild;
  const move = () => {
    scroller.scrollTop = scroller.scrollHeight;
    if (last && last.isConnected && last.offsetHeight > scroller.clientHeight) {
      scroller.scrollTop += last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    }
    scroller.stuck = true;
  };
  if (!scroller.watched) {
    scroller.watched = true;
    // An image that arrives late must not push the last lines out of sight.
    scroller.addEventListener("wheel", () => { scroller.stuck = false; }, { passive: true });
    scroller.addEventListener("touchmove", () => { scroller.stuck = false; }, { passive: true });
    scroller.addEventListener("keydown", () => { scroller.stuck = false; });
    scroller.addEventListener("pointerdown", () => { scroller.stuck = false; });
    list.addEventListener("load", () => { if (scroller.stuck) toEnd(scroller, list); }, true);
  }
  move();
  requestAnimationFrame(move);
}

export function dayRow(date) {
  const name = dayName(date);
  return { key: "day-" + date.toDateString(), sign: name, draw: () => h("li", { class: "day" }, h("span", {}, name)) };
}

export function statusNode(text) {
  return h("li", { class: "status-row", testid: "status" }, h("span", { class: "typing", "aria-hidden": "true" }, h("i"), h("i"), h("i")), text);
}

