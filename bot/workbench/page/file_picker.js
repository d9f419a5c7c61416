// The paperclip: text files that go with the next message.
import { h, replace } from "./dom.js";
import { fileParts } from "./files.js";
import { icon } from "./icons.js";

// The server takes a request of 4 MB, and JSON makes a text a little longer.
const LARGEST = 3e6;
const TEXTS = "text/*,.log,.txt,.md,.json,.yaml,.yml,.toml,.csv,.py";

/**
 * options: {changed(), picked(), refuse(text)}
 * Returns {button, list, files get/set}; a file is {name, size, mimetype, content}.
 */
export function filePicker({ changed, picked, refuse }) {
  let files = [];
  const input = h("input", { type: "file", multiple: true, accept: TEXTS, hidden: true, onchange: () => pick([...input.files]) });
  const paperclip = h("button", { type: "button", class: "tool", "aria-label": "Attach a text file", title: "Attach a text file", onclick: () => input.click() }, icon("paperclip"));
  const list = h("ul", { class: "files picked", "aria-label": "Files to send" });
  const said = h("span", { class: "sr-only", role: "status" });

  async function pick(chosen) {
    // Emptied at once, so that the same file can be chosen again after it was removed.
    input.value = "";
    const fit = [];
    let room = LARGEST - files.reduce((sum, file) => sum + file.size, 0);
    for (const file of chosen) {
      if (file.size > room) {
        refuse(`${file.name} is too large. All files of a message together may have ${LARGEST / 1e6} MB.`);
        continue;
      }
      room -= file.size;
      fit.push(file);
    }
    try {
      const read = await Promise.all(fit.map(async (file) => ({ name: file.name, size: file.size, mimetype: file.type, content: await file.text() })));
      files = [...files, ...read];
      said.textContent = read.map((file) => `${file.name} attached.`).join(" ");
    } catch {
      refuse("That file could not be read.");
    }
    draw();
    picked();
  }

  function remove(file) {
    files = files.filter((other) => other !== file);
    said.textContent = `${file.name} removed.`;
    draw();
    paperclip.focus();
  }

  function draw() {
    replace(list, files.map((file) => h("li", { class: "file", testid: "picked-file" }, fileParts(file),
      h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, title: "Remove", onclick: () => remove(file) }, icon("close")))));
    list.hidden = !files.length;
    changed();
  }

  list.hidden = true;
  return {
    button: [paperclip, input, said],
    list,
    get files() { return files; },
    set files(some) {
      files = some;
      draw();
    },
  };
}
