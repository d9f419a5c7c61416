// The open channel and the open thread, drawn from the state.
import { when } from "./dates.js";
import { byId, h } from "./dom.js";
import { messageNode } from "./message.js";
import { dayRow, reconcile, statusNode } from "./message_list.js";
import { isReply } from "./state.js";

// Messages of one person within this many seconds stand under one name.
const TOGETHER = 300;

/** options: {state, presses, opened: Map, welcome, go(channel, thread)} */
export function newConversation({ state, presses, opened, welcome, go }) {
  const { names } = state;

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
      const continued = Boolean(previous && previous.user === message.user && !previous.ephemeral_to && !message.ephemeral_to
        && parseFloat(message.ts) - parseFloat(previous.ts) < TOGETHER && !(extra.inThread && previous.ts === state.thread));
      const replies = extra.replies ? extra.replies.get(message.ts) || null : null;
      const status = state.statuses.get(`${message.channel}|${message.ts}`);
      const sign = [state.version(message), continued, message.user === state.bot.id, replies && [replies.count, replies.users, replies.last], extra.inThread ? 0 : status && status.text].join("|");
      out.push({ key: message.ts, sign, draw: () => messageNode(message, {
        names, opened, continued, replies, inThread: extra.inThread, status: extra.inThread ? null : status && status.text,
        act: (one, ...rest) => presses.act(one, null, ...rest), openThread: () => go(state.channel, message.ts),
      }) });
      previous = message;
    }
    return out;
  }

  function draw({ mine = null, jump = false } = {}) {
    const channel = state.current();
    if (!channel) return;
    const all = state.sorted(channel.id);
    const top = all.filter((message) => !isReply(message));
    welcome.draw(channel, top.length === 0);
    reconcile(byId("scroller"), byId("messages"), rows(top, { replies: repliesIn(all) }), { toBottom: jump || Boolean(mine && !isReply(mine)) });
    drawThread(all, { toBottom: jump || Boolean(mine && isReply(mine)) });
  }

  function drawThread(all, options) {
    if (state.thread === null) return;
    const root = all.find((message) => message.ts === state.thread);
    const replies = all.filter((message) => isReply(message) && message.thread_ts === state.thread);
    const list = root ? rows([root, ...replies], { inThread: true }) : rows(replies, { inThread: true });
    const text = replies.length ? `${replies.length} ${replies.length === 1 ? "reply" : "replies"}` : "";
    if (root && text) list.splice(1, 0, { key: "count", sign: text, draw: () => h("li", { class: "reply-count" }, h("span", {}, text)) });
    const status = state.statuses.get(`${state.channel}|${state.thread}`);
    if (status) list.push({ key: "status", sign: status.text, draw: () => statusNode(status.text) });
    reconcile(byId("thread-scroller"), byId("thread-messages"), list, options);
  }

  return { draw };
}

/** What each root message says about its thread. A note only one person sees is not counted, as in Slack. */
function repliesIn(messages) {
  const replies = new Map();
  for (const message of messages) {
    if (!isReply(message)) continue;
    const one = replies.get(message.thread_ts) || { count: 0, users: [], last: message.ts };
    if (!message.ephemeral_to) one.count += 1;
    if (!one.users.includes(message.user)) one.users.push(message.user);
    one.last = message.ts;
    replies.set(message.thread_ts, one);
  }
  return replies;
}
