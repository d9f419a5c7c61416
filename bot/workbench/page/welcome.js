// What an empty channel says: three steps to the first answer.
import { byId, h, replace } from "./dom.js";

/** options: {state, openLab(), ask(opening)} */
export function newWelcome({ state, openLab, ask }) {
  let drawn = null;
  let last = null;
  let broken = [];

  /** Redraws only when something changed, so that a button keeps the focus. */
  function draw(channel, empty) {
    last = [channel, empty];
    const faults = broken.map((one) => one.title || one.name);
    const sign = empty ? [channel.id, state.bot.name, ...faults].join("|") : "";
    if (drawn === sign) return;
    drawn = sign;
    const bot = state.bot.name || "bot";
    replace(byId("welcome"), empty && h("div", { class: "welcome", testid: "welcome" },
      h("h2", {}, channel.is_im ? `A direct line to ${bot}` : `Find out why a Prefect run waits`),
      h("p", {}, channel.is_im ? "Ask here without a mention. The answer comes in the thread under your question." : "This is a Slack channel on your own machine, with the real bot in it. Three steps:"),
      h("ol", { class: "steps" },
        h("li", {}, faults.length
          ? h("div", { testid: "already-broken" }, h("b", {}, faults.length === 1 ? "One fault is broken already: " : `${faults.length} faults are broken already: `), faults.join("; "), ". Ask about it, or break another.")
          : h("div", {}, h("b", {}, "Break something."), " Pick a fault; it happens on a real local Prefect server."),
          h("button", { type: "button", class: "btn small", onclick: openLab }, "Open the faults")),
        h("li", {}, h("div", {}, h("b", {}, "Ask about it in your own words."), channel.is_im ? " Paste a log line or attach the log, if you have one." : ` Mention @${bot}, or type / for commands.`),
          h("button", { type: "button", class: "btn small", onclick: () => ask("") }, channel.is_im ? "Write a question" : `Mention @${bot}`)),
        h("li", {}, h("div", {}, h("b", {}, "Read the cause and copy the fix."), " Every command has a Copy button.")))));
  }

  /** Says which faults are there; empty when the panel knows of none. */
  function tell(faults) {
    broken = faults;
    if (last) draw(...last);
  }

  return { draw, tell };
}
