// The list of channels; in a narrow window it slides over the rest.
import { avatar } from "./avatar.js";
import { byId, h, replace } from "./dom.js";

export function newSidebar(state) {
  const isOpen = () => document.body.classList.contains("sidebar-open");

  function row(channel) {
    const unread = state.unread.get(channel.id) || 0;
    const here = channel.id === state.channel;
    return h("li", {}, h("a", {
      href: "#/" + encodeURIComponent(channel.id), class: "nav" + (unread ? " unread" : ""), "aria-current": here ? "page" : null,
      testid: "channel-" + channel.name, onclick: () => toggle(false),
    },
    channel.is_im ? h("span", { class: "nav-avatar" }, avatar(state.bot.id, state.names, true), h("span", { class: "presence" + (state.connected ? " on" : "") }))
      : h("span", { class: "nav-hash", "aria-hidden": "true" }, "#"),
    h("span", { class: "nav-name" }, channel.name),
    channel.is_im && h("span", { class: "sr-only" }, state.connected ? " (online)" : " (offline)"),
    unread > 0 && h("span", { class: "count" }, String(unread), h("span", { class: "sr-only" }, " new"))));
  }

  function draw() {
    replace(byId("channels"), state.channels.filter((one) => !one.is_im).map(row));
    replace(byId("dms"), state.channels.filter((one) => one.is_im).map(row));
  }

  function toggle(open) {
    document.body.classList.toggle("sidebar-open", open);
    byId("shade").hidden = !open;
    byId("menu").setAttribute("aria-expanded", String(open));
    if (open) (byId("sidebar").querySelector("[aria-current]") || byId("sidebar").querySelector("a") || byId("menu")).focus();
  }

  byId("menu").addEventListener("click", () => toggle(!isOpen()));
  byId("shade").addEventListener("click", () => toggle(false));
  document.addEventListener("click", (event) => {
    // A tap on a mention or a stretch of text on a phone must not leave the sidebar open behind it.
    if (isOpen() && byId("main").contains(event.target) && !byId("menu").contains(event.target)) toggle(false);
  });
  return { draw, toggle, isOpen };
}
