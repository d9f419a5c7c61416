// The workbench: holds the state, follows the live socket, and draws channel, thread and drawer.
import { h, icon, replace, wide } from "./dom.js";
import { getState, live, postAction, postCommand, postMessage } from "./api.js";
import { closeView, confirmed, openView, toast } from "./dialogs.js";
import { composer } from "./composer.js";
import { avatar, dayRow, messageNode, reconcile, statusNode, summary, when } from "./messages.js";
import { lab } from "./lab.js";

const $ = (id) => document.getElementById(id);
const PHONE = "(max-width: 760px)";
const ONE_PANE = "(max-width: 1439px)";

const state = {
  team: {}, me: {}, bot: {}, channels: [], commands: [], connected: true, loaded: false, online: true,
  messages: new Map(), // channel id -> Map(ts -> message)
  unread: new Map(), statuses: new Map(), channel: null, thread: null, labOpen: false,
};
const names = {
  get me() { return state.me.id; },
  get bot() { return state.bot.id; },
  user: (id) => (id === state.me.id && state.me.name) || (id === state.bot.id && state.bot.name) || id || "someone",
  channel: (id) => (state.channels.find((one) => one.id === id) || {}).name || id,
};
const opened = new Map();
const drafts = new Map();
const versions = new WeakMap();
let version = 0;

// ---- state -----------------------------------------------------------------------------------------------------

const bucket = (channel) => state.messages.get(channel) || state.messages.set(channel, new Map()).get(channel);
const rootOf = (message) => message.thread_ts || message.ts;
const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);
const mineToSee = (message) => !message.ephemeral_to || message.ephemeral_to === state.me.id;
const byTime = (a, b) => parseFloat(a.ts) - parseFloat(b.ts);
const sorted = (channel) => [...bucket(channel).values()].filter(mineToSee).sort(byTime);

function put(message) {
  if (!message || !message.channel || !message.ts) return false;
  versions.set(message, ++version);
  bucket(message.channel).set(message.ts, message);
  return true;
}

let loading = null;
let waiting = [];
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
    Object.assign(state, { team: data.team || {}, me: data.me || {}, bot: data.bot || {}, connected: data.connected !== false, loaded: true, online: true,
      channels: (data.channels || []).filter((one) => one && one.id), commands: (data.commands || []).filter((one) => one && one.command) });
    const before = state.messages;
    state.messages = new Map();
    for (const message of data.messages || []) {
      // An unchanged message keeps its object, so its DOM is kept too.
      const old = before.get(message.channel) && before.get(message.channel).get(message.ts);
      if (old && JSON.stringify(old) === JSON.stringify(message)) bucket(message.channel).set(message.ts, old);
      else put(message);
    }
    $("team").textContent = state.team.name || "Workbench";
  }
  const missed = waiting;
  waiting = [];
  missed.forEach(frame);
  route();
}

function frame(data) {
  if (loading) {
    waiting.push(data);
    return;
  }
  const { message } = data;
  switch (data.type) {
    case "message": {
      const known = message && bucket(message.channel).has(message.ts);
      if (!put(message)) break;
      settle(message.channel, rootOf(message));
      if (message.user === state.bot.id) state.statuses.delete(`${message.channel}|${rootOf(message)}`);
      if (!known && message.user !== state.me.id) {
        $("announce").textContent = `${names.user(message.user)}: ${summary(message)}`;
        if (message.channel !== state.channel) state.unread.set(message.channel, (state.unread.get(message.channel) || 0) + 1);
      }
      draw({ mine: message.user === state.me.id && !known ? message : null });
      break;
    }
    case "message_changed":
      if (put(message)) {
        settle(message.channel, rootOf(message));
        draw();
      }
      break;
    case "message_deleted":
      bucket(data.channel).delete(data.ts);
      settle(data.channel, data.ts);
      draw();
      break;
    case "status": {
      const key = `${data.channel}|${data.thread_ts}`;
      state.statuses.delete(key);
      if (data.status) {
        const mark = { text: statusText(data.status) };
        state.statuses.set(key, mark);
        // Slack drops a status nobody renewed after two minutes.
        setTimeout(() => {
          if (state.statuses.get(key) === mark && state.statuses.delete(key)) draw();
        }, 120000);
      }
      draw();
      break;
    }
    case "view":
      settleAll();
      openView(data.view, data.view_id || (data.view && data.view.id), { names, opened, act: (...rest) => act(null, data.view_id, ...rest) });
      break;
    case "view_closed": closeView(); break;
    case "connected":
      state.connected = data.connected !== false;
      notice();
      drawSidebar();
      break;
    case "error": toast(data.text || "Something went wrong."); settleAll(); break;
    case "lab": if (data.lab) drawer.update(data.lab); break;
    default: break;
  }
}

function statusText(status) {
  const name = state.bot.name || "The bot";
  if (/^(is|has|was|will|can)\b/i.test(status)) return `${name} ${status}`;
  if (/^\w+ing\b/i.test(status)) return `${name} is ${status[0].toLowerCase()}${status.slice(1)}`;
  return `${name}: ${status}`;
}

// ---- buttons wait for the next update of their message or thread -------------------------------------------------

let busy = [];

function wait(control, channel, root) {
  if (!control) return null;
  const entry = { control, channel, root, timer: setTimeout(() => release(entry), 5000) };
  control.classList.add("busy");
  control.setAttribute("aria-busy", "true");
  busy.push(entry);
  return entry;
}
function release(entry) {
  clearTimeout(entry.timer);
  entry.control.classList.remove("busy");
  entry.control.removeAttribute("aria-busy");
  busy = busy.filter((one) => one !== entry);
}
function settle(channel, root) {
  busy.filter((one) => one.channel === channel && (one.root === root || one.root === null)).forEach(release);
}
function settleAll() {
  busy.forEach(release);
}

async function act(message, viewId, block, part, extra, control, silent, undo) {
  if (control && control.getAttribute("aria-busy") === "true") return;
  if (!silent && !(await confirmed(part.confirm, names))) {
    if (undo) undo();
    if (control && control.isConnected) control.focus();
    return;
  }
  const entry = silent ? null : wait(control, message ? message.channel : state.channel, message ? rootOf(message) : null);
  const body = { channel: message ? message.channel : state.channel, message_ts: message ? message.ts : null, block_id: block.block_id || null, action_id: part.action_id || null, element: part };
  if (viewId) body.view_id = viewId;
  Object.assign(body, extra && { ...extra, type: undefined });
  const answer = await postAction(body);
  if (answer.ok === false) {
    toast(answer.error || "That did not work.");
    if (entry) release(entry);
  }
}

// ---- drawing ---------------------------------------------------------------------------------------------------

const current = () => state.channels.find((one) => one.id === state.channel);
const title = (channel) => (channel.is_im ? channel.name : "# " + channel.name);

function drawSidebar() {
  const row = (channel) => {
    const unread = state.unread.get(channel.id) || 0;
    const here = channel.id === state.channel;
    return h("li", {}, h("a", {
      href: "#/" + encodeURIComponent(channel.id), class: "nav" + (unread ? " unread" : ""), "aria-current": here ? "page" : null,
      testid: "channel-" + channel.name, onclick: () => toggleSidebar(false),
    },
    channel.is_im ? h("span", { class: "nav-avatar" }, avatar(state.bot.id, names, true), h("span", { class: "presence" + (state.connected ? " on" : "") }))
      : h("span", { class: "nav-hash", "aria-hidden": "true" }, "#"),
    h("span", { class: "nav-name" }, channel.name),
    channel.is_im && h("span", { class: "sr-only" }, state.connected ? " (online)" : " (offline)"),
    unread > 0 && h("span", { class: "count" }, String(unread), h("span", { class: "sr-only" }, " new"))));
  };
  replace($("channels"), state.channels.filter((one) => !one.is_im).map(row));
  replace($("dms"), state.channels.filter((one) => one.is_im).map(row));
}

function rows(messages, extra) {
  const out = [];
  let previous = null;
  for (const message of messages) {
    const date = when(message.ts);
    const day = date.toDateString();
    if (!extra.inThread && (!previous || when(previous.ts).toDateString() !== day)) {
      out.push(dayRow(date));
      previous = null;
    }
    const continued = Boolean(previous && previous.user === message.user && !previous.ephemeral_to && !message.ephemeral_to && parseFloat(message.ts) - parseFloat(previous.ts) < 300
      && !(extra.inThread && previous.ts === state.thread));
    const replies = extra.replies ? extra.replies.get(message.ts) || null : null;
    const status = state.statuses.get(`${message.channel}|${message.ts}`);
    const sign = [versions.get(message), continued, message.user === state.bot.id, replies && [replies.count, replies.users, replies.last], extra.inThread ? 0 : status && status.text].join("|");
    out.push({ key: message.ts, sign, draw: () => messageNode(message, {
      names, opened, continued, replies, inThread: extra.inThread, status: extra.inThread ? null : status && status.text,
      act: (one, ...rest) => act(one, null, ...rest), openThread: () => go(state.channel, message.ts),
    }) });
    previous = message;
  }
  return out;
}

function draw({ mine = null, jump = false } = {}) {
  if (!state.loaded) return;
  drawSidebar();
  notice();
  const channel = current();
  if (!channel) return;
  const all = sorted(channel.id);
  const replies = new Map();
  for (const message of all) {
    if (!isReply(message)) continue;
    const one = replies.get(message.thread_ts) || { count: 0, users: [], last: message.ts };
    if (!message.ephemeral_to) one.count += 1;
    if (!one.users.includes(message.user)) one.users.push(message.user);
    one.last = message.ts;
    replies.set(message.thread_ts, one);
  }
  const top = all.filter((message) => !isReply(message));
  welcome(channel, top.length === 0);
  reconcile($("scroller"), $("messages"), rows(top, { replies }), { toBottom: jump || Boolean(mine && !isReply(mine)) });
  drawThread(all, { toBottom: jump || Boolean(mine && isReply(mine)) });
}

function drawThread(all, options) {
  const open = state.thread !== null;
  if (!open) return;
  const root = all.find((message) => message.ts === state.thread);
  const replies = all.filter((message) => isReply(message) && message.thread_ts === state.thread);
  const list = root ? rows([root, ...replies], { inThread: true }) : rows(replies, { inThread: true });
  const text = replies.length ? `${replies.length} ${replies.length === 1 ? "reply" : "replies"}` : "";
  if (root && text) list.splice(1, 0, { key: "count", sign: text, draw: () => h("li", { class: "reply-count" }, h("span", {}, text)) });
  const status = state.statuses.get(`${state.channel}|${state.thread}`);
  if (status) list.push({ key: "status", sign: status.text, draw: () => statusNode(status.text) });
  reconcile($("thread-scroller"), $("thread-messages"), list, options);
}

let welcomed = null;
function welcome(channel, empty) {
  const sign = empty ? `${channel.id}|${state.bot.name}` : "";
  if (welcomed === sign) return;
  welcomed = sign;
  const bot = state.bot.name || "bot";
  replace($("welcome"), empty && h("div", { class: "welcome", testid: "welcome" },
    h("h2", {}, channel.is_im ? `A direct line to ${bot}` : `Find out why a Prefect run waits`),
    h("p", {}, channel.is_im ? "Ask here without a mention. The answer comes in the thread under your question." : "This is a Slack channel on your own machine, with the real bot in it. Three steps:"),
    h("ol", { class: "steps" },
      h("li", {}, h("div", {}, h("b", {}, "Break something."), " Pick a fault; it happens on a real local Prefect server."),
        h("button", { type: "button", class: "btn small", onclick: () => toggleLab(true) }, "Open the faults")),
      h("li", {}, h("div", {}, h("b", {}, "Ask about it in your own words."), channel.is_im ? " Paste a log line if you have one." : ` Mention @${bot}, or type / for commands.`),
        h("button", { type: "button", class: "btn small", onclick: () => ask("") }, channel.is_im ? "Write a question" : `Mention @${bot}`)),
      h("li", {}, h("div", {}, h("b", {}, "Read the cause and copy the fix."), " Every command has a Copy button.")))));
}

function notice() {
  const text = !state.online ? "The workbench server does not answer. Trying again…"
    : state.loaded && !state.connected ? `${state.bot.name || "The bot"} is not connected right now. It answers when it is back.` : "";
  const box = $("notice");
  box.hidden = !text;
  if (box.textContent !== text) box.textContent = text;
}

// ---- where we are: #/channel/thread ------------------------------------------------------------------------------

function go(channel, thread) {
  const hash = "#/" + encodeURIComponent(channel) + (thread ? "/" + encodeURIComponent(thread) : "");
  focusThread = Boolean(thread);
  if (location.hash === hash) route();
  else location.hash = hash;
}

let focusThread = false;
let cameFrom = null;

function route() {
  if (!state.loaded) return;
  const [, id, thread] = location.hash.split("/").map(decodeURIComponent);
  const channel = state.channels.find((one) => one.id === id) || state.channels.find((one) => !one.is_im) || state.channels[0];
  if (!channel) return;
  const moved = channel.id !== state.channel;
  const before = state.thread;
  if (moved) {
    if (state.channel) drafts.set(state.channel, box.text);
    box.text = drafts.get(channel.id) || "";
    state.channel = channel.id;
    replace($("messages"));
    $("scroller").scrollTop = 0;
  }
  state.unread.delete(channel.id);
  state.thread = (channel.id === id && thread) || null;
  if (state.thread !== before || moved) {
    if (before) drafts.set("thread/" + before, threadBox.text);
    threadBox.text = (state.thread && drafts.get("thread/" + state.thread)) || "";
    replace($("thread-messages"));
    if (state.thread && !before) cameFrom = document.activeElement;
    if (state.thread && wide(ONE_PANE)) toggleLab(false, false);
  }
  replace($("channel-name"), channel.is_im ? avatar(state.bot.id, names, true) : h("span", { class: "bar-hash", "aria-hidden": "true" }, "#"), channel.name);
  $("thread-channel").textContent = title(channel);
  document.title = `${title(channel)} – ${state.team.name || "Workbench"}`;
  box.setPlaceholder(channel.is_im ? `Message ${channel.name}` : `Message #${channel.name}`);
  layout();
  draw({ jump: moved || state.thread !== before });
  if (state.thread && focusThread) {
    // On a touch screen the keyboard would cover the answer.
    if (wide("(hover: none)")) $("thread-scroller").focus();
    else threadBox.focus();
  } else if (!state.thread && before && !moved) {
    const row = [...document.querySelectorAll("#messages [data-ts]")].find((node) => node.dataset.ts === before);
    const target = cameFrom && cameFrom.isConnected && cameFrom !== document.body ? cameFrom : row && row.querySelector("[data-testid=open-thread]");
    if (target) target.focus();
  }
  focusThread = false;
}

function layout() {
  const phone = wide(PHONE);
  const covered = wide(ONE_PANE) && state.labOpen;
  $("thread").hidden = !state.thread || covered;
  $("lab").hidden = !state.labOpen;
  $("lab-toggle").setAttribute("aria-expanded", String(state.labOpen));
  // On a phone a pane covers the channel: the covered part leaves the tab order.
  $("main").inert = phone && (Boolean(state.thread) || state.labOpen);
}

function toggleLab(open, focus = true) {
  if (state.labOpen === open) return;
  state.labOpen = open;
  layout();
  if (open) {
    drawer.refresh();
    if (focus) $("lab-close").focus();
  } else if (focus) {
    $("lab-toggle").focus();
  }
}

function toggleSidebar(open) {
  document.body.classList.toggle("sidebar-open", open);
  $("shade").hidden = !open;
  $("menu").setAttribute("aria-expanded", String(open));
  if (open) ($("sidebar").querySelector("[aria-current]") || $("sidebar").querySelector("a") || $("menu")).focus();
}

function ask(opening) {
  const bot = state.bot.name || "bot";
  const channel = current();
  const mention = channel && channel.is_im && !opening ? "" : `@${bot} `;
  if (wide(PHONE)) {
    toggleLab(false, false);
    if (state.thread) go(state.channel, null);
  }
  box.text = mention + opening;
  box.focus();
}

// ---- composers ---------------------------------------------------------------------------------------------------

async function sent(promise) {
  const answer = await promise;
  if (answer.ok === false) return answer.error || "That could not be sent.";
  if (!socket.open) load();
  return "";
}

const shared = { commands: () => state.commands, bot: () => state.bot };
const box = composer({ ...shared, id: "composer", testid: "composer", sendTestid: "send", label: "Message", inThread: false, send: async (text) => {
  const command = /^\/(\S+)(?:\s+([\s\S]*))?$/.exec(text);
  if (command) {
    const name = "/" + command[1];
    if (!state.commands.some((one) => one.command === name)) {
      const known = state.commands.map((one) => one.command).join(", ");
      return `${name} is not a command here.${known ? ` There is ${known}.` : ""}`;
    }
    return sent(postCommand({ channel: state.channel, command: name, text: command[2] || "" }));
  }
  return sent(postMessage({ channel: state.channel, text }));
} });
const threadBox = composer({ ...shared, id: "thread-composer", testid: "thread-composer", sendTestid: "thread-send", label: "Reply in thread", inThread: true,
  send: (text) => sent(postMessage({ channel: state.channel, text, thread_ts: state.thread })) });
threadBox.setPlaceholder("Reply…");
$("composer-slot").append(box.node);
$("thread-composer-slot").append(threadBox.node);

const drawer = lab({ body: $("lab-body"), ask });

// ---- controls ------------------------------------------------------------------------------------------------------

function themeButton() {
  const dark = document.documentElement.dataset.theme === "dark";
  const label = dark ? "Use the light theme" : "Use the dark theme";
  $("theme").setAttribute("aria-label", label);
  $("theme").title = label;
  replace($("theme"), icon(dark ? "sun" : "moon"));
}
replace($("menu"), icon("menu"));
replace($("thread-close"), icon("close"));
replace($("thread-back"), icon("back"));
replace($("lab-close"), icon("close"));
replace($("lab-toggle-icon"), icon("bolt"));
themeButton();
document.addEventListener("themechange", themeButton);
$("theme").addEventListener("click", () => window.workbenchTheme.toggle());
$("menu").addEventListener("click", () => toggleSidebar(!document.body.classList.contains("sidebar-open")));
$("shade").addEventListener("click", () => toggleSidebar(false));
$("lab-toggle").addEventListener("click", () => toggleLab(!state.labOpen));
$("lab-close").addEventListener("click", () => toggleLab(false));
for (const id of ["thread-close", "thread-back"]) $(id).addEventListener("click", () => go(state.channel, null));
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  box.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("sidebar-open")) {
    toggleSidebar(false);
    $("menu").focus();
  } else if ($("lab").contains(document.activeElement)) {
    toggleLab(false);
  } else if ($("thread").contains(document.activeElement)) {
    go(state.channel, null);
  }
});
addEventListener("hashchange", route);
addEventListener("resize", layout);
document.addEventListener("click", (event) => {
  // A tap on a mention or a stretch of text on a phone must not leave the sidebar open behind it.
  if (document.body.classList.contains("sidebar-open") && $("main").contains(event.target) && !$("menu").contains(event.target)) toggleSidebar(false);
});
setInterval(() => draw(), 60000);

let first = true; // before the first connection the page may still be starting
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
