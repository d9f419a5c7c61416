// One message as DOM.
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { ago, clock, when } from "./dates.js";
import { add, h } from "./dom.js";
import { emoji } from "./emoji.js";
import { attachedFiles } from "./files.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";

/** Readable text of a message for the live region. */
export function summary(message) {
  const text = String(message.text || "").replace(/```/g, " ").replace(/<[^|<>]*\|([^<>]*)>/g, "$1").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  if (!text.trim() && Array.isArray(message.files)) return message.files.map((file) => file.name).join(", ");
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
  const files = Array.isArray(message.files) ? message.files : [];
  const body = h("div", { class: "message-body" });
  if (Array.isArray(message.blocks) && message.blocks.length) {
    add(body, renderBlocks(message.blocks, {
      names, opened: options.opened, key: `${message.channel}/${message.ts}`,
      act: (...rest) => options.act(message, ...rest),
    }));
  } else if (message.text || !files.length) {
    body.append(h("div", { class: "mrkdwn" }, mrkdwn(message.text, names)));
  }
  if (files.length) body.append(attachedFiles(files));
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
