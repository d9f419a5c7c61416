// A step of the bot's work: waiting, running, done or failed.
import { list, words } from "./block_parts.js";
import { h } from "./dom.js";
import { plain } from "./emoji_text.js";
import { icon } from "./icons.js";
import { link } from "./links.js";
import { richPart } from "./rich_text.js";

const TASK = { pending: "waiting", in_progress: "running", complete: "done", error: "failed" };

export function taskCard(task, context) {
  const rich = (value) => value && h("div", { class: "task-detail" },
    typeof value === "string" ? plain(value) : list(value.elements).map((part) => richPart(part, context)));
  const mark = task.status === "complete" ? icon("check") : task.status === "error" ? icon("warn")
    : h("span", { class: task.status === "in_progress" ? "spinner" : "dot" });
  return h("div", { class: "task task-" + (task.status || "pending") },
    h("span", { class: "task-mark" }, mark),
    h("div", {}, h("div", {}, plain(task.title), h("span", { class: "sr-only" }, ` (${TASK[task.status] || task.status || "waiting"})`)),
      rich(task.details), rich(task.output),
      list(task.sources).length > 0 && h("div", { class: "task-sources" },
        list(task.sources).map((source) => link(source.url, words(source.text) || source.url)))));
}
