// Moments, in words a person uses.
import { h } from "./dom.js";
import { link, safeUrl } from "./links.js";

export const when = (ts) => new Date(parseFloat(ts) * 1000);
export const clock = (date) => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

export function dayName(date) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return date.toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
}

export function ago(date) {
  const minutes = Math.round((Date.now() - date) / 60000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`;
  return dayName(date);
}

/** Slack's <!date^…>: a moment in the reader's own time zone. */
export function dateNode(timestamp, format, fallback, address) {
  const date = new Date(Number(timestamp) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(fallback || "");
  const day = (options) => date.toLocaleDateString(undefined, options);
  const relative = (options) => {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
    return { 0: "today", 1: "yesterday", [-1]: "tomorrow" }[days] || day(options);
  };
  const short = { day: "numeric", month: "short", year: "numeric" };
  const long = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  const plain = { day: "numeric", month: "long", year: "numeric" };
  const age = () => {
    const seconds = Math.round((Date.now() - date) / 1000);
    const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]]
      .find(([one]) => Math.abs(seconds) >= one) || [1, "second"];
    return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.round(seconds / size), unit);
  };
  const tokens = {
    date_num: () => date.toLocaleDateString("sv-SE"),
    date_slash: () => date.toLocaleDateString(),
    date: () => day(plain), date_short: () => day(short), date_long: () => day(long),
    date_pretty: () => relative(plain), date_short_pretty: () => relative(short), date_long_pretty: () => relative(long),
    day_divider_pretty: () => relative(long),
    time: () => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }),
    time_secs: () => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" }),
    ago: age,
  };
  const text = String(format || "{date_short} {time}").replace(/\{(\w+)\}/g, (all, key) => (tokens[key] ? tokens[key]() : all));
  const node = h("time", { datetime: date.toISOString(), title: date.toLocaleString() }, text);
  return address && safeUrl(address) ? link(address, node) : node;
}
