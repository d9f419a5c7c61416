// Runs before the first paint (a classic script in <head>), so the page never flashes in the wrong theme.
(function () {
  var key = "workbench-theme";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function stored() {
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }
  function apply() {
    var theme = stored() || (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("themechange", { detail: theme }));
  }
  window.workbenchTheme = {
    toggle: function () {
      var next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      try {
        // Back to what the system wants means: follow the system again.
        if ((next === "dark") === dark.matches) localStorage.removeItem(key);
        else localStorage.setItem(key, next);
      } catch (e) { /* private mode: the choice lasts until reload */ }
      document.documentElement.dataset.theme = next;
      document.dispatchEvent(new CustomEvent("themechange", { detail: next }));
    },
  };
  dark.addEventListener("change", apply);
  apply();
})();
