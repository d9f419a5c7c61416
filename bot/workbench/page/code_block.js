// A code block with its Copy button: the fix is read here and used elsewhere.
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";

async function copyText(text, near) {
  try {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch { /* refused: try the old way */ }
  const focused = document.activeElement;
  const area = h("textarea", { class: "offscreen", "aria-hidden": "true", tabindex: "-1", readonly: true });
  area.value = text;
  ((near && near.closest("dialog")) || document.body).append(area);
  area.select();
  let done = false;
  try { done = document.execCommand("copy"); } catch { done = false; }
  area.remove();
  if (focused && focused.focus) focused.focus({ preventScroll: true });
  return done;
}

/** Text in which a word such as --active-slots or tag:s3-upload does not break after its hyphen while it fits a line. */
function unbroken(part) {
  if (typeof part !== "string") return part;
  return part.split(/(\s+)/).map((piece) => (/\S-/.test(piece) || piece.startsWith("-") ? h("span", { class: "word" }, piece) : piece));
}

/** A code block with its own Copy button. `content` may hold nodes; the copied text is what is shown. */
export function preBlock(content) {
  const code = h("code", {}, [content].flat().map(unbroken));
  const label = h("span", { class: "copy-label" }, "Copy");
  const said = h("span", { class: "sr-only", role: "status" });
  const slot = h("span", { class: "copy-icon" }, icon("copy"));
  let timer = 0;
  const button = h("button", {
    type: "button", class: "copy", testid: "copy", "aria-label": "Copy code",
    onclick: async () => {
      const done = await copyText(code.textContent.replace(/\n$/, ""), button);
      label.textContent = said.textContent = done ? "Copied" : "Select it and press Ctrl+C";
      button.classList.toggle("done", done);
      replace(slot, icon(done ? "check" : "copy"));
      if (!done) getSelection().selectAllChildren(code);
      clearTimeout(timer);
      timer = setTimeout(() => {
        label.textContent = "Copy";
        said.textContent = "";
        button.classList.remove("done");
        replace(slot, icon("copy"));
      }, 2000);
    },
  }, slot, label);
  return h("div", { class: "pre" }, button, h("pre", {}, code), said);
}
