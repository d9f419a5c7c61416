// The workbench: puts the parts of the page together. Each part is handed what it needs; none reaches for another.
import { newComposers } from "./composers.js";
import { newConversation } from "./conversation.js";
import { byId, replace, wide } from "./dom.js";
import { icon } from "./icons.js";
import { lab } from "./lab.js";
import { newLine } from "./line.js";
import { PHONE, newPanes } from "./panes.js";
import { newPlaces } from "./places.js";
import { newPresses } from "./presses.js";
import { newSidebar } from "./sidebar.js";
import { newState } from "./state.js";
import { themeButton } from "./theme_button.js";
import { newWelcome } from "./welcome.js";

const MINUTE = 60000;

const state = newState();
// What the reader unfolded stays unfolded.
const opened = new Map();
const presses = newPresses(state);
const sidebar = newSidebar(state);
const composers = newComposers({ state, sent: () => { if (!line.open) line.load(); } });
const drawer = lab({ body: byId("lab-body"), ask, changed: (broken) => welcome.tell(broken) });
const panes = newPanes({ state, refreshLab: () => drawer.refresh() });
const welcome = newWelcome({ state, openLab: () => panes.toggleLab(true), ask });
const conversation = newConversation({ state, presses, opened, welcome, go: (channel, thread) => places.go(channel, thread) });
const places = newPlaces({ state, composers, panes, draw });
const line = newLine({ state, presses, opened, drawer, draw, notice, route: places.route });

function draw(options) {
  if (!state.loaded) return;
  sidebar.draw();
  notice();
  conversation.draw(options);
}

function notice() {
  const text = !state.online ? "The workbench server does not answer. Trying again…"
    : state.loaded && !state.connected ? `${state.bot.name || "The bot"} is not connected right now. It answers when it is back.` : "";
  const box = byId("notice");
  box.hidden = !text;
  if (box.textContent !== text) box.textContent = text;
}

/** Puts a question into the message box; the person sends it. */
function ask(opening) {
  const channel = state.current();
  const mention = channel && channel.is_im && !opening ? "" : `@${state.bot.name || "bot"} `;
  if (wide(PHONE)) {
    panes.toggleLab(false, false);
    if (state.thread) places.go(state.channel, null);
  }
  composers.inChannel.text = mention + opening;
  composers.inChannel.focus();
}

themeButton();
drawer.refresh();
for (const [id, name] of Object.entries({ menu: "menu", "thread-close": "close", "thread-back": "back", "lab-close": "close", "lab-toggle-icon": "bolt" })) replace(byId(id), icon(name));
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  composers.inChannel.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (sidebar.isOpen()) {
    sidebar.toggle(false);
    byId("menu").focus();
  } else if (byId("lab").contains(document.activeElement)) {
    panes.toggleLab(false);
  } else if (byId("thread").contains(document.activeElement)) {
    places.go(state.channel, null);
  }
});
// "5 min ago" grows old.
setInterval(draw, MINUTE);
