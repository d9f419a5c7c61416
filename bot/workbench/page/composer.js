// The message box, with "/" and "@" suggestions. One for the channel, one for the thread.
import { h, icon, replace, uid } from "./dom.js";

/**
 * options: {id, testid, sendTestid, label, inThread, commands(): [], bot(): {name}, send(text): Promise<bool>}
 * Returns {node, focus, text get/set, setPlaceholder}.
 */
export function composer(options) {
  const listId = uid("suggestions");
  const hintId = uid("hint");
  let items = [];
  let at = 0;
  let dismissed = null;

  const box = h("textarea", {
    id: options.id, rows: "1", testid: options.testid, "aria-label": options.label, autocomplete: "off", spellcheck: "true",
    "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": listId, "aria-describedby": hintId,
    enterkeyhint: "send",
  });
  const list = h("ul", { class: "suggestions", role: "listbox", id: listId, hidden: true, "aria-label": "Suggestions" });
  const hint = h("div", { class: "composer-hint", id: hintId, role: "status" });
  const button = h("button", { type: "submit", class: "send", testid: options.sendTestid, "aria-label": options.inThread ? "Send reply" : "Send message" }, icon("send"));
  const tool = (text, label, start) => h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick: () => insert(text, start) }, text);
  const node = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); submit(); } },
    list, hint,
    h("div", { class: "composer-box" }, box,
      h("div", { class: "composer-tools" },
        tool("@", "Mention the bot", false),
        !options.inThread && tool("/", "Start a command", true),
        h("span", { class: "composer-keys", "aria-hidden": "true" }, h("b", {}, "Enter"), " to send, ", h("b", {}, "Shift+Enter"), " for a new line"),
        button)));

  function insert(text, start) {
    if (start) {
      if (!box.value.startsWith(text)) box.value = text + box.value;
      box.setSelectionRange(1, 1);
    } else {
      const from = box.selectionStart;
      const gap = from && !/\s/.test(box.value[from - 1]) ? " " : "";
      box.setRangeText(gap + text, from, box.selectionEnd, "end");
    }
    box.focus();
    changed();
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, Math.round(innerHeight * 0.4)) + "px";
    button.disabled = !box.value.trim();
  }

  function say(text) {
    hint.textContent = text || "";
  }

  // ---- suggestions ----
  function token() {
    const before = box.value.slice(0, box.selectionStart);
    const slash = /^\/[\w-]*$/.exec(before);
    if (slash) return { kind: "/", word: slash[0].toLowerCase(), from: 0 };
    const mention = /(^|\s)@([\w .-]{0,40})$/.exec(before);
    if (mention) return { kind: "@", word: mention[2].toLowerCase(), from: before.length - mention[2].length - 1 };
    return null;
  }

  function found(now) {
    if (!now) return [];
    if (now.kind === "/") {
      if (options.inThread) return [];
      return options.commands().filter((one) => one && String(one.command).toLowerCase().startsWith(now.word)).map((one) => ({
        insert: one.command + " ", title: one.command, usage: one.usage_hint, note: one.description }));
    }
    const bot = options.bot();
    if (!bot || !bot.name || !bot.name.toLowerCase().startsWith(now.word)) return [];
    return [{ insert: "@" + bot.name + " ", title: "@" + bot.name, usage: "App", note: "Ask the bot in your own words" }];
  }

  function usage() {
    const command = /^(\/[\w-]+)\s/.exec(box.value);
    const known = command && options.commands().find((one) => one.command === command[1]);
    return known && known.usage_hint ? `${known.command} ${known.usage_hint}` : "";
  }

  function changed() {
    grow();
    const now = token();
    if (now && dismissed !== null && dismissed === now.from) items = [];
    else { dismissed = null; items = found(now); }
    at = 0;
    if (options.inThread && box.value.startsWith("/")) say(refusal());
    else say(usage());
    draw();
  }

  const refusal = () => `Slash commands don't work in threads. Write @${(options.bot() || {}).name || "bot"} and your question, or use the command in the channel.`;

  function draw() {
    list.hidden = !items.length;
    if (!items.length) {
      box.removeAttribute("aria-activedescendant");
      return replace(list);
    }
    replace(list, items.map((item, index) => h("li", {
      role: "option", id: `${listId}-${index}`, "aria-selected": String(index === at),
      onmousedown: (event) => { event.preventDefault(); at = index; accept(); },
      onmousemove: () => { if (at !== index) { at = index; draw(); } },
    }, h("span", { class: "s-title" }, item.title), item.usage && h("span", { class: item.usage === "App" ? "app-badge" : "s-usage" }, item.usage), item.note && h("span", { class: "s-note" }, item.note))));
    box.setAttribute("aria-activedescendant", `${listId}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function accept() {
    const now = token();
    const item = items[at];
    if (!now || !item) return;
    box.setRangeText(item.insert, now.from, box.selectionStart, "end");
    // No double blank when text already follows.
    if (box.value[box.selectionStart] === " ") box.setRangeText("", box.selectionStart, box.selectionStart + 1, "end");
    items = [];
    dismissed = now.from;
    grow();
    say(usage());
    draw();
    box.focus();
  }

  box.addEventListener("input", changed);
  box.addEventListener("blur", () => { items = []; draw(); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (items.length) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        at = (at + step + items.length) % items.length;
        return draw();
      }
      const whole = items[at].insert.trim() === box.value.trim();
      if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !whole)) {
        event.preventDefault();
        return accept();
      }
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        const now = token();
        dismissed = now ? now.from : null;
        items = [];
        return draw();
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });

  async function submit() {
    const text = box.value.trim();
    if (!text) return;
    if (options.inThread && text.startsWith("/")) return say(refusal());
    const kept = box.value;
    box.value = "";
    changed();
    const refused = await options.send(text);
    // What could not be sent is given back, unless the person has begun something new.
    if (refused) {
      if (!box.value) box.value = kept;
      changed();
      say(refused);
    }
  }

  grow();
  return {
    node,
    focus: () => box.focus(),
    get text() { return box.value; },
    set text(value) {
      box.value = value;
      dismissed = null;
      items = [];
      grow();
      say(usage());
      draw();
      box.setSelectionRange(value.length, value.length);
    },
    setPlaceholder: (text) => { box.placeholder = text; },
  };
}
