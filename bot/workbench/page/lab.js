// The "Break something" drawer: scenarios on the real Prefect server, and its slots as they are now.
import { getLab, postLab } from "./api.js";
import { toast } from "./dialogs.js";
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { link, safeUrl } from "./links.js";

const STATES = {
  idle: ["Not broken", "ok"], breaking: ["Breaking…", "busy"], broken: ["Broken", "bad"], healing: ["Healing…", "busy"], error: ["Failed", "bad"],
};

// What is limited, as the names of the scenarios tell it; the first that fits.
const GROUPS = [
  ["Healthy", /healthy/], ["Workers", /worker|wrong-queue/], ["Tag limits", /\btag\b/], ["Task runners", /threads|tasks-wait/], ["Deployment limits", /deployment/],
  ["Work queues", /queue/], ["Work pools", /pool|^limit-zero$/], ["Global limits", /global|limit/],
];
const IN_ORDER = ["Tag limits", "Global limits", "Deployment limits", "Work pools", "Work queues", "Workers", "Task runners", "Other", "Healthy"];
/** The faults that are there now, as the panel says. */
const brokenOf = (data) => (Array.isArray(data.scenarios) ? data.scenarios : []).filter((one) => one && one.state === "broken" && groupOf(one) !== "Healthy");
const groupOf = (one) => (GROUPS.find(([, pattern]) => pattern.test(one.name)) || ["Other"])[0];

const WELL = { idle: ["Not started", "ok"], breaking: ["Starting…", "busy"], broken: ["Running", "ok"], healing: ["Ending…", "busy"] };

/** options: {body: element, ask(opening), changed(data)} */
export function lab({ body, ask, changed = () => {} }) {
  let data = null;
  let pending = {};
  let drawn = {};

  const server = h("div", { class: "lab-server" });
  const scenarios = h("div", { class: "scenario-groups" });
  const slots = h("div", { class: "slots" });
  replace(body, server, h("section", { "aria-labelledby": "lab-scenarios" }, h("h3", { id: "lab-scenarios" }, "Faults"), scenarios),
    h("section", { "aria-labelledby": "lab-slots" }, h("h3", { id: "lab-slots" }, "Live slots"), slots));
  replace(server, "Looking for the Prefect server…");

  async function run(name, what) {
    pending[name] = what === "break" ? "breaking" : "healing";
    draw();
    const answer = await postLab(name, what);
    delete pending[name];
    if (answer.ok === false) toast(answer.error || `Could not ${what} ${name}.`);
    if (Array.isArray(answer.scenarios)) update(answer);
    else refresh();
  }

  function draw() {
    if (!data) return;
    // What a person opens is the UI, which stands beside the API.
    const url = data.server && safeUrl(data.server.replace(/\/api\/?$/, ""));
    const available = data.available !== false && data.ok !== false;
    replace(server, !available
      ? h("p", { class: "lab-off", testid: "lab-unavailable" }, icon("warn"), data.error || "No Prefect server to break here. Start everything with make demo.")
      : url ? ["Prefect server ", link(url, url.replace(/^https?:\/\//, "").replace(/\/$/, ""), icon("external"))] : "Prefect server running");
    body.classList.toggle("unavailable", !available);
    drawScenarios((Array.isArray(data.scenarios) ? data.scenarios : []).filter((one) => one && one.name), available);
    replace(slots, slotTable(Array.isArray(data.slots) ? data.slots : []));
  }

  // Only what changed is drawn again: a button that is exchanged while it is pressed never gets the click.
  function drawScenarios(rows, available) {
    const looks = rows.map((one) => [one.name, JSON.stringify([one, pending[one.name], available])]);
    const names = JSON.stringify(rows.map((one) => one.name));
    if (names !== drawn.names) {
      replace(scenarios, rows.length ? groups(rows, available) : h("p", { class: "muted" }, "No scenarios."));
    } else {
      rows.forEach((one, at) => { if (looks[at][1] !== drawn.looks[one.name]) exchange(one, available); });
    }
    drawn = { names, looks: Object.fromEntries(looks) };
  }

  function exchange(one, available) {
    const old = scenarios.querySelector(`[data-scenario="${CSS.escape(one.name)}"]`);
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const now = scenario(one, available);
    old.replaceWith(now);
    const again = [...now.querySelectorAll("[data-testid]")].find((node) => node.dataset.testid === focused);
    if (again) again.focus({ preventScroll: true });
  }

  function groups(rows, available) {
    return IN_ORDER.map((name) => [name, rows.filter((one) => groupOf(one) === name)]).filter(([, found]) => found.length)
      .map(([name, found]) => {
        const id = "lab-group-" + name.toLowerCase().replace(/\W/g, "-");
        return [h("h4", { id }, name), h("ul", { class: "scenarios", "aria-labelledby": id }, found.map((one) => scenario(one, available)))];
      });
  }

  function scenario(one, available) {
    const state = pending[one.name] || one.state || "idle";
    // Where all is well there is nothing to break: it is started and ended.
    const well = groupOf(one) === "Healthy";
    const [word, tone] = (well && WELL[state]) || STATES[state] || [state, ""];
    const busy = state === "breaking" || state === "healing";
    const button = (what, label, allowed) => h("button", {
      type: "button", class: "btn small" + (what === "break" && !well ? " danger" : "") + (busy && state.startsWith(what === "break" ? "break" : "heal") ? " busy" : ""),
      testid: `lab-${what}-${one.name}`, "aria-label": `${label}: ${one.title || one.name}`,
      // aria-disabled keeps the focus where it is while the state changes.
      "aria-disabled": allowed ? null : "true", "aria-busy": busy ? "true" : null,
      onclick: () => { if (allowed) run(one.name, what); },
    }, h("span", { class: "btn-label" }, label));
    return h("li", { class: "scenario scenario-" + state, "data-scenario": one.name },
      h("div", { class: "scenario-head" }, h("span", { class: "scenario-title" }, one.title || one.name),
        h("span", { class: "badge " + tone, testid: "lab-state-" + one.name, "data-state": state, role: "status" }, word)),
      one.error && h("p", { class: "field-error" }, one.error),
      one.opening && h("p", { class: "opening" }, "“" + one.opening + "”"),
      h("div", { class: "scenario-actions" },
        button("break", well ? "Start" : "Break", available && ["idle", "error"].includes(state)),
        button("heal", well ? "End" : "Heal", available && ["broken", "error"].includes(state)),
        one.opening && h("button", { type: "button", class: "btn small quiet", testid: "lab-ask-" + one.name, "aria-label": `Ask this: ${one.opening}`, onclick: () => ask(one.opening) }, "Ask this")));
  }

  function slotTable(rows) {
    if (!rows.length) return h("p", { class: "muted" }, "No limits on the server yet.");
    return h("table", { class: "slot-table" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Limit"), h("th", { scope: "col", class: "align-right" }, "Used"))),
      h("tbody", {}, rows.map((one) => {
        const used = Number.isFinite(one.used) ? one.used : null;
        const limit = Number.isFinite(one.limit) ? one.limit : null;
        const share = used === null || limit === null ? 0 : limit > 0 ? Math.min(used / limit, 1) : 1;
        const fill = h("span", { class: "meter-fill" + (limit !== null && used !== null && used >= limit ? " full" : "") });
        fill.style.width = Math.round(share * 100) + "%";
        return h("tr", { testid: "slot" },
          h("td", {}, h("div", { class: "slot-name" }, one.link && safeUrl(one.link) ? link(one.link, one.name) : one.name), h("div", { class: "slot-kind" }, one.mechanism || "")),
          h("td", { class: "align-right slot-used" }, `${used === null ? "?" : used}${limit === null ? ", no limit" : " of " + limit}`,
            limit !== null && h("span", { class: "meter", "aria-hidden": "true" }, fill)));
      })));
  }

  function update(next) {
    data = next;
    draw();
    changed(brokenOf(data));
  }

  async function refresh() {
    update(await getLab());
    // A fault that is there already is not left below the fold.
    const broken = scenarios.querySelector(".scenario-broken");
    if (broken && body.scrollTop === 0) broken.scrollIntoView({ block: "nearest" });
  }

  return { update, refresh };
}
