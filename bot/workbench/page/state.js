// What the page knows: the workspace, its messages, and where the person is. The server has the last word on all of it.

export const rootOf = (message) => message.thread_ts || message.ts;
export const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);
const byTime = (a, b) => parseFloat(a.ts) - parseFloat(b.ts);

export function newState() {
  const state = {
    team: {}, me: {}, bot: {}, channels: [], commands: [], connected: true, loaded: false, online: true,
    unread: new Map(), statuses: new Map(), channel: null, thread: null, labOpen: false,
  };
  let messages = new Map(); // channel id -> Map(ts -> message)
  const versions = new WeakMap();
  let version = 0;

  const bucket = (channel) => messages.get(channel) || messages.set(channel, new Map()).get(channel);
  const mineToSee = (message) => !message.ephemeral_to || message.ephemeral_to === state.me.id;

  function put(message) {
    if (!message || !message.channel || !message.ts) return false;
    versions.set(message, ++version);
    bucket(message.channel).set(message.ts, message);
    return true;
  }

  /** Takes over all that the server knows. */
  function take(data) {
    Object.assign(state, { team: data.team || {}, me: data.me || {}, bot: data.bot || {}, connected: data.connected !== false, loaded: true, online: true,
      channels: (data.channels || []).filter((one) => one && one.id), commands: (data.commands || []).filter((one) => one && one.command) });
    const before = messages;
    messages = new Map();
    for (const message of data.messages || []) {
      // An unchanged message keeps its object, so its DOM is kept too.
      const old = before.get(message.channel) && before.get(message.channel).get(message.ts);
      if (old && JSON.stringify(old) === JSON.stringify(message)) bucket(message.channel).set(message.ts, old);
      else put(message);
    }
  }

  const names = {
    get me() { return state.me.id; },
    get bot() { return state.bot.id; },
    user: (id) => (id === state.me.id && state.me.name) || (id === state.bot.id && state.bot.name) || id || "someone",
    channel: (id) => (state.channels.find((one) => one.id === id) || {}).name || id,
  };

  return Object.assign(state, {
    names, put, take,
    has: (message) => bucket(message.channel).has(message.ts),
    remove: (channel, ts) => bucket(channel).delete(ts),
    version: (message) => versions.get(message),
    sorted: (channel) => [...bucket(channel).values()].filter(mineToSee).sort(byTime),
    current: () => state.channels.find((one) => one.id === state.channel),
  });
}
