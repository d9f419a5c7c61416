// Which of channel, thread and drawer are in sight; a narrow window has room for one of the last two.
import { byId, wide } from "./dom.js";

export const PHONE = "(max-width: 760px)";
export const ONE_PANE = "(max-width: 1439px)";

/** options: {state, refreshLab()} */
export function newPanes({ state, refreshLab }) {
  function layout() {
    const phone = wide(PHONE);
    const covered = wide(ONE_PANE) && state.labOpen;
    byId("thread").hidden = !state.thread || covered;
    byId("lab").hidden = !state.labOpen;
    byId("lab-toggle").setAttribute("aria-expanded", String(state.labOpen));
    // On a phone a pane covers the channel: the covered part leaves the tab order.
    byId("main").inert = phone && (Boolean(state.thread) || state.labOpen);
  }

  function toggleLab(open, focus = true) {
    if (state.labOpen === open) return;
    state.labOpen = open;
    layout();
    if (open) {
      refreshLab();
      if (focus) byId("lab-close").focus();
    } else if (focus) {
      byId("lab-toggle").focus();
    }
  }

  byId("lab-toggle").addEventListener("click", () => toggleLab(!state.labOpen));
  byId("lab-close").addEventListener("click", () => toggleLab(false));
  addEventListener("resize", layout);
  return { layout, toggleLab };
}
