// Attached files, as Slack draws a snippet that is folded: what it is called, what it is, how long.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const KINDS = {
  log: "Plain text", txt: "Plain text", md: "Markdown", json: "JSON", yaml: "YAML", yml: "YAML", toml: "TOML", csv: "CSV", py: "Python",
};

/** files: [{name, size}] */
export function attachedFiles(files) {
  return h("ul", { class: "files", "aria-label": "Files" }, files.map((file) => h("li", { class: "file", testid: "file" }, fileParts(file))));
}

/** The picture and the words of one file, for a message and for the box it is sent from. */
export function fileParts({ name, size }) {
  const kind = KINDS[String(name).split(".").pop().toLowerCase()] || "File";
  return [
    h("span", { class: "file-mark" }, icon("file")),
    h("span", { class: "file-words" },
      h("span", { class: "file-name", title: name }, name),
      h("span", { class: "file-kind" }, Number.isFinite(size) ? `${kind}, ${length(size)}` : kind)),
  ];
}

function length(bytes) {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [unit, name] = bytes < 999500 ? [1e3, "kB"] : [1e6, "MB"];
  const many = bytes / unit;
  return `${many < 10 ? many.toFixed(1) : Math.round(many)} ${name}`;
}
