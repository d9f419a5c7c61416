// The message box. One for the channel, one for the thread.
import { h, uid, wide } from "./dom.js";
import { filePicker } from "./file_picker.js";
import { icon } from "./icons.js";
import { suggestions } from "./suggestions.js";

/**
 * options: {id, testid, sendTestid, label, inThread, commands(): [], bot(): {name}, send(text, files): Promise<why not, or "">}
 * Returns {node, focus, text set, draft get/set, setPlaceholder}; a draft is {text, files}.
 */
export function composer(options) {
  const hintId = uid("hint");
  const box = h("textarea", {
    id: options.id, rows: "1", testid: options.testid, "aria-label": options.label, autocomplete: "off", spellcheck: "true",
    "aria-describedby": hintId, enterkeyhint: "send",
  });
  const hint = h("div", { class: "composer-hint", id: hintId, role: "status" });
  const button = h("button", { type: "submit", class: "send", testid: options.sendTestid, "aria-label": options.inThread ? "Send reply" : "Send message" }, icon("send"));
  const tool = (text, label, start) => h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick: () => insert(text, start) }, text);
  const picker = filePicker({ changed: grow, refuse: say, picked: () => {
    // The next Enter sends. On a touch screen the keyboard would cover what was picked.
    if (!wide("(hover: none)")) box.focus();
  } });
  const suggested = suggestions({ ...options, box, accepted: () => {
    grow();
    say(suggested.usage());
    box.focus();
  } });
  const node = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); submit(); } },
    suggested.node, hint,
    h("div", { class: "composer-box" }, box, picker.list,
      h("div", { class: "composer-tools" },
        tool("@", "Mention the bot", false),
        !options.inThread && tool("/", "Start a command", true),
        picker.button,
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
    button.disabled = !box.value.trim() && !picker.files.length;
  }

  function say(text) {
    hint.textContent = text || "";
  }

  const refusal = () => `Slash commands don't work in threads. Write @${(options.bot() || {}).name || "bot"} and your question, or use the command in the channel.`;

  function changed() {
    grow();
    suggested.update();
    say(options.inThread && box.value.startsWith("/") ? refusal() : suggested.usage());
  }

  async function submit() {
    const text = box.value.trim();
    const { files } = picker;
    if (!text && !files.length) return;
    if (options.inThread && text.startsWith("/")) return say(refusal());
    if (files.length && /^\/\S/.test(text)) return say("A file cannot go with a command. Remove it, or ask in your own words.");
    const kept = box.value;
    box.value = "";
    picker.files = [];
    changed();
    const refused = await options.send(text, files);
    // What could not be sent is given back, unless the person has begun something new.
    if (refused) {
      if (!box.value) box.value = kept;
      if (!picker.files.length) picker.files = files;
      changed();
      say(refused);
    }
  }

  function write(text) {
    box.value = text;
    suggested.reset();
    grow();
    say(suggested.usage());
    box.setSelectionRange(text.length, text.length);
  }

  box.addEventListener("input", changed);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || suggested.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  grow();
  return {
    node,
    focus: () => box.focus(),
    set text(text) { write(text); },
    get draft() { return { text: box.value, files: picker.files }; },
    set draft(draft) {
      write((draft && draft.text) || "");
      picker.files = (draft && draft.files) || [];
    },
    setPlaceholder: (text) => { box.placeholder = text; },
  };
}
