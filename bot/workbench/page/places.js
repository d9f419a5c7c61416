// Where we are: the address #/channel/thread says it, so that Back, reload and a link work.
import { avatar } from "./avatar.js";
import { byId, h, replace, wide } from "./dom.js";
import { ONE_PANE } from "./panes.js";

/** options: {state, composers, panes, draw(options)} */
export function newPlaces({ state, composers, panes, draw }) {
  const { inChannel, inThread } = composers;
  // What was begun in a channel or thread waits there.
  const drafts = new Map();
  let focusThread = false;
  let cameFrom = null;

  function go(channel, thread) {
    const hash = "#/" + encodeURIComponent(channel) + (thread ? "/" + encodeURIComponent(thread) : "");
    focusThread = Boolean(thread);
    if (location.hash === hash) route();
    else location.hash = hash;
  }

  function route() {
    if (!state.loaded) return;
    const [, id, thread] = location.hash.split("/").map(decodeURIComponent);
    const channel = state.channels.find((one) => one.id === id) || state.channels.find((one) => !one.is_im) || state.channels[0];
    if (!channel) return;
    const moved = channel.id !== state.channel;
    const before = state.thread;
    if (moved) enter(channel);
    state.unread.delete(channel.id);
    state.thread = (channel.id === id && thread) || null;
    if (state.thread !== before || moved) changeThread(before);
    name(channel);
    panes.layout();
    draw({ jump: moved || state.thread !== before });
    moveFocus(before, moved);
  }

  function enter(channel) {
    if (state.channel) drafts.set(state.channel, inChannel.draft);
    inChannel.draft = drafts.get(channel.id);
    state.channel = channel.id;
    replace(byId("messages"));
    byId("scroller").scrollTop = 0;
  }

  function changeThread(before) {
    if (before) drafts.set("thread/" + before, inThread.draft);
    inThread.draft = state.thread ? drafts.get("thread/" + state.thread) : null;
    replace(byId("thread-messages"));
    if (state.thread && !before) cameFrom = document.activeElement;
    if (state.thread && wide(ONE_PANE)) panes.toggleLab(false, false);
  }

  function name(channel) {
    const title = channel.is_im ? channel.name : "# " + channel.name;
    replace(byId("channel-name"), channel.is_im ? avatar(state.bot.id, state.names, true) : h("span", { class: "bar-hash", "aria-hidden": "true" }, "#"), channel.name);
    byId("thread-channel").textContent = title;
    document.title = `${title} – ${state.team.name || "Workbench"}`;
    inChannel.setPlaceholder(channel.is_im ? `Message ${channel.name}` : `Message #${channel.name}`);
  }

  function moveFocus(before, moved) {
    if (state.thread && focusThread) {
      // On a touch screen the keyboard would cover the answer.
      if (wide("(hover: none)")) byId("thread-scroller").focus();
      else inThread.focus();
    } else if (!state.thread && before && !moved) {
      const row = [...document.querySelectorAll("#messages [data-ts]")].find((node) => node.dataset.ts === before);
      const target = cameFrom && cameFrom.isConnected && cameFrom !== document.body ? cameFrom : row && row.querySelector("[data-testid=open-thread]");
      if (target) target.focus();
    }
    focusThread = false;
  }

  for (const id of ["thread-close", "thread-back"]) byId(id).addEventListener("click", () => go(state.channel, null));
  addEventListener("hashchange", route);
  return { go, route };
}
