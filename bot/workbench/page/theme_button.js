// The button between light and dark; theme.js does the work.
import { byId, replace } from "./dom.js";
import { icon } from "./icons.js";

export function themeButton() {
  const button = byId("theme");
  const draw = () => {
    const dark = document.documentElement.dataset.theme === "dark";
    const label = dark ? "Use the light theme" : "Use the dark theme";
    button.setAttribute("aria-label", label);
    button.title = label;
    replace(button, icon(dark ? "sun" : "moon"));
  };
  draw();
  document.addEventListener("themechange", draw);
  button.addEventListener("click", () => window.workbenchTheme.toggle());
}
