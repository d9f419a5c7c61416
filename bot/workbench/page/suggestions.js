// What "/" and "@" suggest while a person writes.
import { h, replace, uid } from "./dom.js";

/**
 * options: {box: textarea, inThread, commands(): [], bot(): {name}, accepted()}
 * Returns {node, update(), close(), reset(), usage(), takes(event)}.
 */
export function suggestions({ box, inThread, commands, bot, accepted }) {
  const id = uid("suggestions");
  const list = h("ul", { class: "suggestions", role: "listbox", id, hidden: true, "aria-label": "Suggestions" });
  let items = [];
  let at = 0;
  // Where the word starts for which the person wants no suggestions any more.
  let dismissed = null;
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.setAttribute("aria-controls", id);

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
      if (inThread) return [];
      return commands().filter((one) => one && String(one.command).toLowerCase().startsWith(now.word)).map((one) => ({
        insert: one.command + " ", title: one.command, usage: one.usage_hint, note: one.description }));
    }
    const somebody = bot();
    if (!somebody || !somebody.name || !somebody.name.toLowerCase().startsWith(now.word)) return [];
    return [{ insert: "@" + somebody.name + " ", title: "@" + somebody.name, usage: "App", note: "Ask the bot in your own words" }];
  }

  function usage() {
    const command = /^(\/[\w-]+)\s/.exec(box.value);
    const known = command && commands().find((one) => one.command === command[1]);
    return known && known.usage_hint ? `${known.command} ${known.usage_hint}` : "";
  }

  function draw() {
    list.hidden = !items.length;
    if (!items.length) {
      box.removeAttribute("aria-activedescendant");
      return replace(list);
    }
    replace(list, items.map((item, index) => h("li", {
      role: "option", id: `${id}-${index}`, "aria-selected": String(index === at),
      onmousedown: (event) => { event.preventDefault(); at = index; accept(); },
      onmousemove: () => { if (at !== index) { at = index; draw(); } },
    }, h("span", { class: "s-title" }, item.title), item.usage && h("span", { class: item.usage === "App" ? "app-badge" : "s-usage" }, item.usage), item.note && h("span", { class: "s-note" }, item.note))));
    box.setAttribute("aria-activedescendant", `${id}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function close() {
    items = [];
    draw();
  }

  function accept() {
    const now = token();
    const item = items[at];
    if (!now || !item) return;
    box.setRangeText(item.insert, now.from, box.selectionStart, "end");
    // No double blank when text already follows.
    if (box.value[box.selectionStart] === " ") box.setRangeText("", box.selectionStart, box.selectionStart + 1, "end");
    dismissed = now.from;
    close();
    accepted();
  }

  function update() {
    const now = token();
    if (now && dismissed !== null && dismissed === now.from) items = [];
    else { dismissed = null; items = found(now); }
    at = 0;
    draw();
  }

  /** Whether this key was for the suggestions. */
  function takes(event) {
    if (!items.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const whole = items[at].insert.trim() === box.value.trim();
    if (step) {
      at = (at + step + items.length) % items.length;
      draw();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !whole)) {
      accept();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      const now = token();
      dismissed = now ? now.from : null;
      close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  const reset = () => {
    dismissed = null;
    close();
  };
  box.addEventListener("blur", close);
  return { node: list, update, close, reset, usage, takes };
}
