// Block Kit: every block the bot may send, drawn and clickable.
import { add, h, icon, link, preBlock, safeUrl, uid } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcastNode, dateNode, emojiNode, markdown, mrkdwn, plain, userNode } from "./mrkdwn.js";

const list = (value) => (Array.isArray(value) ? value.filter((item) => item && typeof item === "object") : []);

/** A text object (plain_text or mrkdwn) or, for the few old places, a bare string. */
export function textNode(object, names) {
  if (object === undefined || object === null) return null;
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text, names);
  return plain(object.text, object.emoji !== false);
}
export const words = (object) => (typeof object === "string" ? object : (object && object.text) || "");

/**
 * ctx: {names, act(block, element, extra, control), opened: Map, key, inModal}
 * `act` sends a block action; `control` is the thing pressed and shows the spinner.
 */
export function renderBlocks(blocks, ctx) {
  return list(blocks).map((block) => {
    try {
      const draw = BLOCKS[block.type];
      const node = draw ? draw(block, ctx) : unknown(block.type);
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

const unknown = (type) => h("div", { class: "unknown" }, `[${type || "unknown"} block: not drawn here]`);

const BLOCKS = {
  rich_text: (block, ctx) => h("div", {}, list(block.elements).map((part) => richPart(part, ctx))),
  section: (block, ctx) => h("div", { class: block.accessory ? "with-accessory" : "" },
    h("div", { class: "section-body" },
      block.text && h("div", { class: "mrkdwn" }, textNode(block.text, ctx.names)),
      list(block.fields).length > 0 && h("div", { class: "fields" },
        list(block.fields).map((field) => h("div", { class: "mrkdwn field" }, textNode(field, ctx.names))))),
    block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, ctx))),
  header: (block, ctx) => h("h2", {}, textNode(block.text, ctx.names)),
  divider: () => h("hr"),
  context: (block, ctx) => h("div", {}, list(block.elements).map((part) =>
    part.type === "image" ? image(part, "context-image") : h("span", { class: "mrkdwn" }, textNode(part, ctx.names)))),
  actions: (block, ctx) => h("div", { role: "group", "aria-label": "Actions" },
    list(block.elements).map((part) => element(part, block, ctx))),
  context_actions: (block, ctx) => h("div", {}, list(block.elements).map((part) => element(part, block, ctx))),
  markdown: (block, ctx) => h("div", {}, markdown(block.text, ctx.names)),
  table: (block, ctx) => table(block, ctx),
  data_table: (block, ctx) => table(block, ctx),
  container,
  image: (block, ctx) => h("figure", {},
    block.title && h("figcaption", {}, textNode(block.title, ctx.names)),
    image(block, "block-img")),
  input: (block, ctx) => input(block, ctx),
  alert: (block, ctx) => h("div", { class: "alert alert-" + (block.level || "default"), role: "note" },
    h("div", { class: "mrkdwn" }, textNode(block.text, ctx.names))),
  plan: (block, ctx) => h("div", {}, h("div", { class: "plan-title" }, plain(block.title)),
    list(block.tasks).map((task) => taskCard(task, ctx))),
  task_card: (block, ctx) => h("div", {}, taskCard(block, ctx)),
  card: (block, ctx) => h("div", {},
    block.hero_image && image(block.hero_image, "block-img"),
    block.title && h("div", { class: "card-title" }, textNode(block.title, ctx.names)),
    block.subtitle && h("div", { class: "muted" }, textNode(block.subtitle, ctx.names)),
    block.body && h("div", { class: "mrkdwn" }, textNode(block.body, ctx.names)),
    list(block.actions).length > 0 && h("div", { class: "block-actions" },
      list(block.actions).map((part) => element(part, block, ctx)))),
  carousel: (block, ctx) => h("div", {}, renderBlocks(list(block.elements || block.cards).map((card) => ({ type: "card", ...card })), ctx)),
};

function image(part, className) {
  const href = safeUrl(part.image_url);
  if (!href || href.startsWith("mailto:")) return h("span", { class: "muted" }, part.alt_text || "[image]");
  return h("img", { class: className, src: href, alt: part.alt_text || "", loading: "lazy", referrerpolicy: "no-referrer" });
}

// ---- rich text -------------------------------------------------------------------------------------------------

function richPart(part, ctx) {
  switch (part.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, richInline(part.elements, ctx));
    case "rich_text_preformatted":
      return preBlock(list(part.elements).map((one) =>
        one.type === "link" ? link(one.url, one.text || one.url) : one.text ?? one.url ?? one.name ?? ""));
    case "rich_text_quote":
      return h("blockquote", { class: "rich-section" }, richInline(part.elements, ctx));
    case "rich_text_list": {
      const indent = Math.min(Number(part.indent) || 0, 8);
      const ordered = part.style === "ordered";
      return h(ordered ? "ol" : "ul",
        { class: `rich-list indent-${indent} level-${indent % 3}`, start: ordered && part.offset ? Number(part.offset) + 1 : null },
        list(part.elements).map((item) => h("li", {}, item.type === "rich_text_section" ? richInline(item.elements, ctx) : richPart(item, ctx))));
    }
    default:
      return unknown(part.type);
  }
}

function richInline(elements, ctx) {
  return list(elements).map((one) => {
    let node;
    switch (one.type) {
      case "text": node = document.createTextNode(one.text ?? ""); break;
      case "link": node = link(one.url, one.text || one.url); break;
      case "user": node = userNode(one.user_id, ctx.names); break;
      case "usergroup": node = h("span", { class: "mention" }, "@group"); break;
      case "channel": node = h("span", { class: "mention" }, "#" + ctx.names.channel(one.channel_id)); break;
      case "broadcast": node = broadcastNode(one.range || "channel"); break;
      case "emoji": {
        const drawn = emoji(one.name, one.unicode);
        node = drawn ? emojiNode(one.name, drawn) : document.createTextNode(`:${one.name}:`);
        break;
      }
      case "date": node = dateNode(one.timestamp, one.format, one.fallback, one.url); break;
      case "color": node = h("code", {}, one.value || ""); break;
      default: node = document.createTextNode(one.text ?? "");
    }
    const style = one.style || {};
    if (style.code) node = h("code", {}, node);
    if (style.strike) node = h("s", {}, node);
    if (style.italic) node = h("em", {}, node);
    if (style.bold) node = h("strong", {}, node);
    if (style.underline) node = h("u", {}, node);
    return node;
  });
}

// ---- tables, containers, tasks ---------------------------------------------------------------------------------

function table(block, ctx) {
  const rows = Array.isArray(block.rows) ? block.rows : [];
  const settings = Array.isArray(block.column_settings) ? block.column_settings : [];
  const cell = (value, column, head) => {
    const setting = settings[column] || {};
    const number = value && value.type === "raw_number";
    const align = setting.align || (number ? "right" : "left");
    const body = !value ? "" : value.type === "rich_text" ? list(value.elements).map((part) => richPart(part, ctx))
      : value.type === "mrkdwn" ? mrkdwn(value.text, ctx.names) : plain(value.text ?? value.value ?? "");
    return h(head ? "th" : "td", { scope: head ? "col" : null, class: `align-${align}${setting.is_wrapped ? " wrapped" : ""}` }, body);
  };
  const cells = (row) => (Array.isArray(row) ? row : row && row.cells) || [];
  const caption = words(block.caption);
  return h("div", {}, h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": caption || "Table" },
    h("table", {},
      caption && h("caption", {}, caption),
      h("thead", {}, rows.slice(0, 1).map((row) => h("tr", {}, cells(row).map((value, column) => cell(value, column, true))))),
      h("tbody", {}, rows.slice(1).map((row) => h("tr", {}, cells(row).map((value, column) => cell(value, column, false))))))));
}

function container(block, ctx) {
  const title = block.rich_text_title
    ? list(block.rich_text_title.elements).map((part) => richInline(part.elements, ctx))
    : textNode(block.title, ctx.names);
  const head = [
    block.icon && image(block.icon, "context-image"),
    h("span", { class: "container-title" }, title),
    block.subtitle && h("span", { class: "container-subtitle" }, textNode(block.subtitle, ctx.names)),
  ];
  const body = h("div", { class: "container-body" }, renderBlocks(block.child_blocks, ctx));
  if (block.is_collapsible === false) return h("div", {}, h("div", { class: "container-head" }, head), body);
  // What the reader opened stays open when the message is drawn again.
  const key = `${ctx.key}/${block.block_id || words(block.title)}`;
  const open = ctx.opened && ctx.opened.has(key) ? ctx.opened.get(key) : !block.default_collapsed;
  return h("details", { open, ontoggle: (event) => ctx.opened && ctx.opened.set(key, event.target.open) },
    h("summary", { class: "container-head" }, h("span", { class: "twist" }, icon("chevron")), head), body);
}

const TASK = { pending: "waiting", in_progress: "running", complete: "done", error: "failed" };

function taskCard(task, ctx) {
  const rich = (value) => value && h("div", { class: "task-detail" },
    typeof value === "string" ? plain(value) : list(value.elements).map((part) => richPart(part, ctx)));
  const mark = task.status === "complete" ? icon("check") : task.status === "error" ? icon("warn")
    : h("span", { class: task.status === "in_progress" ? "spinner" : "dot" });
  return h("div", { class: "task task-" + (task.status || "pending") },
    h("span", { class: "task-mark" }, mark),
    h("div", {}, h("div", {}, plain(task.title), h("span", { class: "sr-only" }, ` (${TASK[task.status] || task.status || "waiting"})`)),
      rich(task.details), rich(task.output),
      list(task.sources).length > 0 && h("div", { class: "task-sources" },
        list(task.sources).map((source) => link(source.url, words(source.text) || source.url)))));
}

// ---- elements --------------------------------------------------------------------------------------------------

function element(part, block, ctx) {
  if (part.type === "image") return image(part, "accessory-image");
  const draw = ELEMENTS[part.type];
  if (draw) return draw(part, block, ctx);
  if (FIELDS[part.type]) {
    // A field outside an input block acts as soon as it changes.
    const field = FIELDS[part.type](part, uid("field"));
    field.node.addEventListener("change", () => ctx.act(block, part, field.read(), field.node));
    return field.node;
  }
  return unknown(part.type);
}

const mark = (part, block) => ({ "data-action": part.action_id || null, "data-key": `${block.block_id || ""}/${part.action_id || ""}` });

const ELEMENTS = {
  button: (part, block, ctx) => {
    const style = part.style ? " " + part.style : "";
    const label = [h("span", { class: "btn-label" }, textNode(part.text, ctx.names))];
    const href = part.url && safeUrl(part.url);
    if (href) {
      return h("a", { class: "btn" + style, href, target: "_blank", rel: "noopener noreferrer", ...mark(part, block),
        "aria-label": part.accessibility_label, onclick: (event) => ctx.act(block, part, {}, event.currentTarget, true) },
      label, icon("external"));
    }
    return h("button", { type: "button", class: "btn" + style, ...mark(part, block), "aria-label": part.accessibility_label,
      "aria-haspopup": part.confirm ? "dialog" : null,
      onclick: (event) => ctx.act(block, part, {}, event.currentTarget) }, label);
  },
  workflow_button: (part, block, ctx) => ELEMENTS.button(part, block, ctx),
  icon_button: (part, block, ctx) => h("button", { type: "button", class: "icon-button", title: words(part.text), ...mark(part, block),
    "aria-label": part.accessibility_label || words(part.text),
    onclick: (event) => ctx.act(block, part, {}, event.currentTarget) }, icon(part.icon === "trash" ? "trash" : "more")),
  feedback_buttons: (part, block, ctx) => {
    const one = (button, name, fallback) => button && h("button", {
      type: "button", class: "icon-button feedback-" + name, title: words(button.text) || fallback, "aria-pressed": "false",
      "aria-label": button.accessibility_label || words(button.text) || fallback, ...mark(part, block),
      "data-key": `${block.block_id || ""}/${part.action_id || ""}/${name}`,
      onclick: (event) => {
        for (const other of event.currentTarget.parentNode.children) other.setAttribute("aria-pressed", String(other === event.currentTarget));
        ctx.act(block, { type: part.type, action_id: part.action_id, text: button.text, value: button.value }, {}, event.currentTarget);
      } }, icon(name));
    return h("span", { class: "feedback", role: "group", "aria-label": "Was this helpful?" },
      one(part.positive_button, "up", "Good answer"), one(part.negative_button, "down", "Bad answer"));
  },
  static_select: (part, block, ctx) => {
    const field = FIELDS.static_select(part, uid("select"));
    const select = field.node.querySelector("select");
    Object.assign(select.dataset, { key: `${block.block_id || ""}/${part.action_id || ""}`, action: part.action_id || "" });
    select.setAttribute("aria-label", words(part.placeholder) || "Choose an option");
    select.addEventListener("change", () => {
      const picked = field.read();
      if (picked.selected_option) ctx.act(block, part, picked, field.node, false, () => { select.selectedIndex = 0; });
    });
    return field.node;
  },
  overflow: (part, block, ctx) => overflow(part, block, ctx),
};

function overflow(part, block, ctx) {
  const id = uid("menu");
  const close = (focus) => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (focus) button.focus();
  };
  const outside = (event) => { if (!wrap.contains(event.target)) close(false); };
  const open = () => {
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    // Turn upwards when there is no room below.
    menu.classList.toggle("above", button.getBoundingClientRect().bottom + menu.offsetHeight + 16 > innerHeight);
    menu.classList.toggle("leftwards", button.getBoundingClientRect().left + menu.offsetWidth + 16 > innerWidth);
    items[0] && items[0].focus();
  };
  const items = list(part.options).map((option) => {
    const href = option.url && safeUrl(option.url);
    return h(href ? "a" : "button", { role: "menuitem", type: href ? null : "button", href, target: href ? "_blank" : null, rel: href ? "noopener noreferrer" : null, tabindex: "-1",
      onclick: () => { close(true); ctx.act(block, part, { selected_option: option }, button, Boolean(href)); } },
    textNode(option.text, ctx.names),
    option.description && h("span", { class: "muted" }, textNode(option.description, ctx.names)));
  });
  const menu = h("div", { class: "menu", role: "menu", id, hidden: true, onkeydown: (event) => {
    const at = items.indexOf(document.activeElement);
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (move !== undefined) { event.preventDefault(); items.at(move % items.length).focus(); }
    if (event.key === "Escape") { event.stopPropagation(); close(true); }
    if (event.key === "Tab") close(false);
  } }, items);
  const button = h("button", { type: "button", class: "icon-button bordered", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id,
    "aria-label": part.accessibility_label || "More actions", ...mark(part, block), onclick: () => (menu.hidden ? open() : close(true)) }, icon("more"));
  const wrap = h("span", { class: "menu-wrap" }, button, menu);
  return wrap;
}

// ---- fields (input blocks) -------------------------------------------------------------------------------------

const options = (part) => list(part.options).concat(list(part.option_groups).flatMap((group) => list(group.options)));
const bare = (option) => option && { text: option.text, value: option.value };

function textField(type) {
  return (part, id) => {
    const node = part.multiline || type === "textarea" ? h("textarea", { id, rows: "4" }) : h("input", { id, type });
    node.className = "field-input";
    if (part.initial_value !== undefined && part.initial_value !== null && typeof part.initial_value !== "object") node.value = part.initial_value;
    const initial = part.initial_date || part.initial_time;
    if (initial) node.value = initial;
    if (part.placeholder) node.placeholder = words(part.placeholder);
    if (part.max_length) node.maxLength = part.max_length;
    if (part.min_length) node.minLength = part.min_length;
    if (part.min_value) node.min = part.min_value;
    if (part.max_value) node.max = part.max_value;
    if (type === "number") node.step = part.is_decimal_allowed ? "any" : "1";
    const name = { date: "selected_date", time: "selected_time" }[type] || "value";
    return { node, control: node, read: () => ({ type: part.type, [name]: node.value || null }) };
  };
}

function choices(type) {
  return (part, id) => {
    const initial = type === "radio" ? [part.initial_option] : list(part.initial_options);
    const chosen = new Set(initial.filter(Boolean).map((option) => option.value));
    const name = uid("choice");
    const boxes = options(part).map((option) => [h("input", { type, name, checked: chosen.has(option.value) }), option]);
    const node = h("div", { class: "choices", id, role: type === "radio" ? "radiogroup" : "group", tabindex: "-1" },
      boxes.map(([box, option]) => h("label", {}, box, h("span", {}, plain(words(option.text)),
        option.description && h("span", { class: "muted" }, plain(words(option.description)))))));
    return { node, control: node, group: true, read: () => {
      const picked = boxes.filter(([box]) => box.checked).map(([, option]) => bare(option));
      return type === "radio" ? { type: part.type, selected_option: picked[0] || null } : { type: part.type, selected_options: picked };
    } };
  };
}

const FIELDS = {
  plain_text_input: textField("text"),
  rich_text_input: textField("textarea"),
  email_text_input: textField("email"),
  url_text_input: textField("url"),
  number_input: textField("number"),
  datepicker: textField("date"),
  timepicker: textField("time"),
  radio_buttons: choices("radio"),
  checkboxes: choices("checkbox"),
  multi_static_select: choices("checkbox"),
  static_select: (part, id) => {
    const all = options(part);
    const initial = part.initial_option && part.initial_option.value;
    const node = (option) => h("option", { value: String(all.indexOf(option)), selected: option.value === initial }, words(option.text));
    const select = h("select", { id },
      h("option", { value: "", selected: initial === undefined || initial === null }, words(part.placeholder) || "Choose an option"),
      list(part.options).map(node),
      list(part.option_groups).map((group) => h("optgroup", { label: words(group.label) }, list(group.options).map(node))));
    return { node: h("span", { class: "select" }, select, icon("chevron")), control: select,
      read: () => ({ type: part.type, selected_option: select.value === "" ? null : bare(all[Number(select.value)]) }) };
  },
};

function input(block, ctx) {
  const part = block.element || {};
  const id = uid("input");
  const make = FIELDS[part.type];
  if (!make) return unknown(part.type);
  const field = make(part, id);
  const hint = block.hint && h("div", { class: "hint", id: id + "-hint" }, textNode(block.hint, ctx.names));
  const error = h("div", { class: "field-error", id: id + "-error", role: "alert" });
  field.control.setAttribute("aria-describedby", [block.hint && id + "-hint", id + "-error"].filter(Boolean).join(" "));
  if (!block.optional && !field.group) field.control.setAttribute("aria-required", "true");
  const label = h(field.group ? "div" : "label", { class: "input-label", for: field.group ? null : id, id: id + "-label" },
    textNode(block.label, ctx.names), block.optional && h("span", { class: "muted" }, " (optional)"));
  if (field.group) field.control.setAttribute("aria-labelledby", id + "-label");
  if (ctx.fields) {
    ctx.fields.push({ block, part, ...field, fail: (text) => {
      error.textContent = text || "";
      field.control.setAttribute("aria-invalid", text ? "true" : "false");
    } });
  }
  if (block.dispatch_action) field.node.addEventListener("change", () => ctx.act(block, part, field.read(), field.node));
  return add(h("div", {}), [label, field.node, hint, error]);
}
