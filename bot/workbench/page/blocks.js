// Block Kit: every block the bot may send, drawn and clickable.
import { image, list, textNode, unknown, words } from "./block_parts.js";
import { h } from "./dom.js";
import { element } from "./elements.js";
import { plain } from "./emoji_text.js";
import { icon } from "./icons.js";
import { input } from "./input_block.js";
import { markdown } from "./markdown.js";
import { richInline, richPart } from "./rich_text.js";
import { table } from "./table.js";
import { taskCard } from "./task_card.js";

/**
 * context: {names, act(block, element, extra, control), opened: Map, key, inModal}
 * `act` sends a block action; `control` is the thing pressed and shows the spinner.
 */
export function renderBlocks(blocks, context) {
  return list(blocks).map((block) => {
    try {
      const draw = BLOCKS[block.type];
      const node = draw ? draw(block, context) : unknown(block.type);
      if (node instanceof Element) {
        node.classList.add("block", "block-" + block.type);
        if (block.block_id) node.dataset.block = block.block_id;
      }
      return node;
    } catch (error) {
      console.error(error);
      return unknown(block.type);
    }
  });
}

const BLOCKS = {
  rich_text: (block, context) => h("div", {}, list(block.elements).map((part) => richPart(part, context))),
  section: (block, context) => h("div", { class: block.accessory ? "with-accessory" : "" },
    h("div", { class: "section-body" },
      block.text && h("div", { class: "mrkdwn" }, textNode(block.text, context.names)),
      list(block.fields).length > 0 && h("div", { class: "fields" },
        list(block.fields).map((field) => h("div", { class: "mrkdwn field" }, textNode(field, context.names))))),
    block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, context))),
  header: (block, context) => h("h2", {}, textNode(block.text, context.names)),
  divider: () => h("hr"),
  context: (block, context) => h("div", {}, list(block.elements).map((part) =>
    part.type === "image" ? image(part, "context-image") : h("span", { class: "mrkdwn" }, textNode(part, context.names)))),
  actions: (block, context) => h("div", { role: "group", "aria-label": "Actions" },
    list(block.elements).map((part) => element(part, block, context))),
  context_actions: (block, context) => h("div", {}, list(block.elements).map((part) => element(part, block, context))),
  markdown: (block, context) => h("div", {}, markdown(block.text, context.names)),
  table,
  data_table: table,
  container,
  image: (block, context) => h("figure", {},
    block.title && h("figcaption", {}, textNode(block.title, context.names)),
    image(block, "block-img")),
  input,
  alert: (block, context) => h("div", { class: "alert alert-" + (block.level || "default"), role: "note" },
    h("div", { class: "mrkdwn" }, textNode(block.text, context.names))),
  plan: (block, context) => h("div", {}, h("div", { class: "plan-title" }, plain(block.title)),
    list(block.tasks).map((task) => taskCard(task, context))),
  task_card: (block, context) => h("div", {}, taskCard(block, context)),
  card: (block, context) => h("div", {},
    block.hero_image && image(block.hero_image, "block-img"),
    block.title && h("div", { class: "card-title" }, textNode(block.title, context.names)),
    block.subtitle && h("div", { class: "muted" }, textNode(block.subtitle, context.names)),
    block.body && h("div", { class: "mrkdwn" }, textNode(block.body, context.names)),
    list(block.actions).length > 0 && h("div", { class: "block-actions" },
      list(block.actions).map((part) => element(part, block, context)))),
  carousel: (block, context) => h("div", {}, renderBlocks(list(block.elements || block.cards).map((card) => ({ type: "card", ...card })), context)),
};

function container(block, context) {
  const title = block.rich_text_title
    ? list(block.rich_text_title.elements).map((part) => richInline(part.elements, context))
    : textNode(block.title, context.names);
  const head = [
    block.icon && image(block.icon, "context-image"),
    h("span", { class: "container-title" }, title),
    block.subtitle && h("span", { class: "container-subtitle" }, textNode(block.subtitle, context.names)),
  ];
  const body = h("div", { class: "container-body" }, renderBlocks(block.child_blocks, context));
  if (block.is_collapsible === false) return h("div", {}, h("div", { class: "container-head" }, head), body);
  // What the reader opened stays open when the message is drawn again.
  const key = `${context.key}/${block.block_id || words(block.title)}`;
  const open = context.opened && context.opened.has(key) ? context.opened.get(key) : !block.default_collapsed;
  return h("details", { open, ontoggle: (event) => context.opened && context.opened.set(key, event.target.open) },
    h("summary", { class: "container-head" }, h("span", { class: "twist" }, icon("chevron")), head), body);
}
