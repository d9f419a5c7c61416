// Modals (views), confirmation questions and toasts.
import { postView } from "./api.js";
import { textNode, words } from "./block_parts.js";
import { renderBlocks } from "./blocks.js";
import { byId, h, uid } from "./dom.js";
import { icon } from "./icons.js";

export function toast(text, kind = "error") {
  const box = byId("toasts");
  const node = h("div", { class: "toast " + kind }, icon(kind === "error" ? "warn" : "check"), h("span", {}, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => node.remove() }, icon("close")));
  box.append(node);
  while (box.children.length > 3) box.firstChild.remove();
  setTimeout(() => node.remove(), kind === "error" ? 9000 : 5000);
}

/** The confirm object of an element; resolves to true when the person agrees. */
export function confirmed(confirm, names) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const id = uid("confirm");
    const dialog = h("dialog", { class: "modal small", "aria-labelledby": id, testid: "confirm" },
      h("form", { method: "dialog" },
        h("header", {}, h("h2", { id }, textNode(confirm.title, names) || "Are you sure?")),
        h("div", { class: "modal-body mrkdwn" }, textNode(confirm.text, names)),
        h("footer", {},
          h("button", { class: "btn", value: "no", testid: "confirm-deny" }, words(confirm.deny) || "Cancel"),
          h("button", { class: "btn " + (confirm.style === "danger" ? "danger solid" : "primary"), value: "yes", testid: "confirm-ok" }, words(confirm.confirm) || "Yes"))));
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

let current = null;

export function closeView() {
  if (!current) return;
  const { dialog, from } = current;
  current = null;
  dialog.close();
  dialog.remove();
  if (from && from.isConnected) from.focus();
}

/** Draws a view; a view that is already open is replaced in place (update, push). */
export function openView(view, viewId, context) {
  if (!view || typeof view !== "object") return;
  const from = current ? current.from : document.activeElement;
  if (current) {
    current.dialog.close();
    current.dialog.remove();
  }
  const fields = [];
  const id = uid("view");
  const error = h("div", { class: "field-error", role: "alert" });
  const submit = view.submit && h("button", { type: "submit", class: "btn primary", testid: "view-submit" }, h("span", { class: "btn-label" }, words(view.submit)));
  const body = h("div", { class: "modal-body" }, renderBlocks(view.blocks, { ...context, key: "view/" + viewId, fields }));
  const mine = { dialog: null, from };
  const send = async (event) => {
    event.preventDefault();
    const values = {};
    let first = null;
    for (const field of fields) {
      const read = field.read();
      const empty = Object.entries(read).every(([key, value]) => key === "type" || value === null || value === "" || (Array.isArray(value) && !value.length));
      const native = field.control.validity && !field.control.validity.valid ? field.control.validationMessage : "";
      field.fail(empty && !field.block.optional ? "Please fill in this field." : native);
      if ((empty && !field.block.optional) || native) first = first || field;
      (values[field.block.block_id || field.part.action_id] ||= {})[field.part.action_id || "value"] = read;
    }
    if (first) return first.control.focus();
    submit.classList.add("busy");
    submit.setAttribute("aria-busy", "true");
    const answer = await postView({ view_id: viewId, values });
    if (current !== mine) return;
    submit.classList.remove("busy");
    submit.removeAttribute("aria-busy");
    const errors = answer.errors || {};
    for (const field of fields) if (errors[field.block.block_id]) field.fail(errors[field.block.block_id]);
    if (answer.ok === false) {
      error.textContent = Object.keys(errors).length ? "" : answer.error || "That did not work.";
      const wrong = fields.find((field) => errors[field.block.block_id]);
      if (wrong) wrong.control.focus();
      return;
    }
    // The server says view_closed, or sends the next view; when it says nothing the modal is done.
    setTimeout(() => { if (current === mine) closeView(); }, 700);
  };
  mine.dialog = h("dialog", { class: "modal", "aria-labelledby": id, testid: "modal", oncancel: (event) => { event.preventDefault(); closeView(); } },
    h("form", { novalidate: true, onsubmit: send },
      h("header", {}, h("h2", { id }, words(view.title) || "Form"),
        h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: closeView }, icon("close"))),
      body, error,
      h("footer", {}, h("button", { type: "button", class: "btn", testid: "view-close", onclick: closeView }, words(view.close) || "Close"), submit)));
  current = mine;
  document.body.append(mine.dialog);
  mine.dialog.showModal();
  const start = mine.dialog.querySelector("input, textarea, select");
  if (start) start.focus();
}

