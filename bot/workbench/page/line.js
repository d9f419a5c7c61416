// The line to the server: one snapshot, then frame after frame, and a new snapshot whenever the line was lost.
import { getState, live } from "./api.js";
import { closeView, openView, toast } from "./dialogs.js";
import { byId } from "./dom.js";
import { summary } from "./message.js";
import { rootOf } from "./state.js";

// Slack drops a status nobody renewed after two minutes.
const STATUS_LASTS = 120000;

/** options: {state, presses, opened: Map, drawer, draw(options), notice(), route()} */
export function newLine({ state, presses, opened, drawer, draw, notice, route }) {
  let loading = null;
  let waiting = [];
  let first = true; // before the first connection the page may still be starting

  async function load() {
    if (loading) return loading;
    waiting = [];
    loading = getState();
    const data = await loading;
    loading = null;
    if (data.ok === false) {
      state.online = false;
      notice();
      setTimeout(load, 3000);
    } else {
      state.take(data);
      byId("team").textContent = state.team.name || "Workbench";
    }
    const missed = waiting;
    waiting = [];
    missed.forEach(frame);
    route();
  }

  function frame(data) {
    // What happens while a snapshot is on its way is drawn on top of it.
    if (loading) waiting.push(data);
    else if (Object.hasOwn(FRAMES, data.type)) FRAMES[data.type](data);
  }

  const FRAMES = {
    message({ message }) {
      const known = message && state.has(message);
      if (!state.put(message)) return;
      presses.settle(message.channel, rootOf(message));
      if (message.user === state.bot.id) state.statuses.delete(`${message.channel}|${rootOf(message)}`);
      if (!known && message.user !== state.me.id) {
        byId("announce").textContent = `${state.names.user(message.user)}: ${summary(message)}`;
        if (message.channel !== state.channel) state.unread.set(message.channel, (state.unread.get(message.channel) || 0) + 1);
      }
      draw({ mine: message.user === state.me.id && !known ? message : null });
    },
    message_changed({ message }) {
      if (!state.put(message)) return;
      presses.settle(message.channel, rootOf(message));
      draw();
    },
    message_deleted({ channel, ts }) {
      state.remove(channel, ts);
      presses.settle(channel, ts);
      draw();
    },
    status(data) {
      const key = `${data.channel}|${data.thread_ts}`;
      state.statuses.delete(key);
      if (data.status) {
        const mark = { text: statusText(data.status) };
        state.statuses.set(key, mark);
        setTimeout(() => {
          if (state.statuses.get(key) === mark && state.statuses.delete(key)) draw();
        }, STATUS_LASTS);
      }
      draw();
    },
    view(data) {
      presses.settleAll();
      openView(data.view, data.view_id || (data.view && data.view.id), { names: state.names, opened, act: (...rest) => presses.act(null, data.view_id, ...rest) });
    },
    view_closed: closeView,
    connected(data) {
      state.connected = data.connected !== false;
      draw();
    },
    error(data) {
      toast(data.text || "Something went wrong.");
      presses.settleAll();
    },
    lab(data) {
      if (data.lab) drawer.update(data.lab);
    },
  };

  function statusText(status) {
    const name = state.bot.name || "The bot";
    if (/^(is|has|was|will|can)\b/i.test(status)) return `${name} ${status}`;
    if (/^\w+ing\b/i.test(status)) return `${name} is ${status[0].toLowerCase()}${status.slice(1)}`;
    return `${name}: ${status}`;
  }

  const socket = live({
    onOpen: () => {
      state.online = true;
      // A snapshot asked for before the line was open may miss what came in between.
      if (loading) loading.then(load);
      else load();
      if (state.labOpen) drawer.refresh();
      first = false;
    },
    onFrame: frame,
    onDown: () => {
      state.online = first && state.loaded;
      notice();
    },
  });
  load();
  return { load, get open() { return socket.open; } };
}
