// What is pressed in a message waits for the next update of that message or its thread.
import { postAction } from "./api.js";
import { confirmed, toast } from "./dialogs.js";
import { rootOf } from "./state.js";

export function newPresses(state) {
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
    if (!silent && !(await confirmed(part.confirm, state.names))) {
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

  return { act, settle, settleAll };
}
