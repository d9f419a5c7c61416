// The two message boxes of the page, and what sending means in each.
import { postCommand, postMessage } from "./api.js";
import { composer } from "./composer.js";
import { byId } from "./dom.js";

/** options: {state, sent()}; `sent` runs after something went out. */
export function newComposers({ state, sent }) {
  async function refusal(promise) {
    const answer = await promise;
    if (answer.ok === false) return answer.error || "That could not be sent.";
    sent();
    return "";
  }

  async function sendInChannel(text, files) {
    const command = /^\/(\S+)(?:\s+([\s\S]*))?$/.exec(text);
    if (!command) return refusal(postMessage({ channel: state.channel, text, files }));
    const name = "/" + command[1];
    if (!state.commands.some((one) => one.command === name)) {
      const known = state.commands.map((one) => one.command).join(", ");
      return `${name} is not a command here.${known ? ` There is ${known}.` : ""}`;
    }
    return refusal(postCommand({ channel: state.channel, command: name, text: command[2] || "" }));
  }

  const sendInThread = (text, files) => refusal(postMessage({ channel: state.channel, text, files, thread_ts: state.thread }));
  const shared = { commands: () => state.commands, bot: () => state.bot };
  const inChannel = composer({ ...shared, id: "composer", testid: "composer", sendTestid: "send", label: "Message", inThread: false, send: sendInChannel });
  const inThread = composer({ ...shared, id: "thread-composer", testid: "thread-composer", sendTestid: "thread-send", label: "Reply in thread", inThread: true, send: sendInThread });
  inThread.setPlaceholder("Reply…");
  byId("composer-slot").append(inChannel.node);
  byId("thread-composer-slot").append(inThread.node);
  return { inChannel, inThread };
}
