// A list of messages that redraws only what changed, and stays at its end.
import { dayName } from "./dates.js";
import { h } from "./dom.js";

/**
 * Brings `list` to the rows [{key, sign, draw}]; rows whose sign is unchanged keep their DOM, so focus,
 * spinners and open parts survive. Keeps the reader at the bottom when they were there.
 */
export function reconcile(scroller, list, rows, { toBottom = false } = {}) {
  const near = toBottom || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const focusRow = focused && focused.closest("[data-row]");
  const old = new Map([...list.children].map((node) => [node.dataset.row, node]));
  let before = list.firstChild;
  let refocus = null;
  for (const row of rows) {
    let node = old.get(row.key);
    old.delete(row.key);
    if (!node || node.sign !== row.sign) {
      const fresh = row.draw();
      fresh.dataset.row = row.key;
      fresh.sign = row.sign;
      if (node) {
        if (node === focusRow) refocus = [fresh, focused.dataset.key];
        if (before === node) before = node.nextSibling;
        node.replaceWith(fresh);
        if (fresh.nextSibling !== before) list.insertBefore(fresh, before);
      } else {
        list.insertBefore(fresh, before);
      }
      node = fresh;
    } else if (node === before) {
      before = node.nextSibling;
    } else {
      list.insertBefore(node, before);
    }
  }
  for (const node of old.values()) node.remove();
  if (refocus) {
    const [row, key] = refocus;
    const same = key && [...row.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    (same || row).focus({ preventScroll: true });
  }
  if (near) toEnd(scroller, list);
}

/** Shows the end of a list, but never less than the first line of an answer taller than the window. */
function toEnd(scroller, list) {
  const last = list.lastElementChild;
  const move = () => {
    scroller.scrollTop = scroller.scrollHeight;
    if (last && last.isConnected && last.offsetHeight > scroller.clientHeight) {
      scroller.scrollTop += last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    }
    scroller.stuck = true;
  };
  if (!scroller.watched) {
    scroller.watched = true;
    // An image that arrives late must not push the last lines out of sight.
    scroller.addEventListener("wheel", () => { scroller.stuck = false; }, { passive: true });
    scroller.addEventListener("touchmove", () => { scroller.stuck = false; }, { passive: true });
    scroller.addEventListener("keydown", () => { scroller.stuck = false; });
    scroller.addEventListener("pointerdown", () => { scroller.stuck = false; });
    list.addEventListener("load", () => { if (scroller.stuck) toEnd(scroller, list); }, true);
  }
  move();
  requestAnimationFrame(move);
}

export function dayRow(date) {
  const name = dayName(date);
  return { key: "day-" + date.toDateString(), sign: name, draw: () => h("li", { class: "day" }, h("span", {}, name)) };
}

export function statusNode(text) {
  return h("li", { class: "status-row", testid: "status" }, h("span", { class: "typing", "aria-hidden": "true" }, h("i"), h("i"), h("i")), text);
}
