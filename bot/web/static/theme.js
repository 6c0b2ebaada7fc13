// Runs before the page is drawn, so that a remembered appearance does not flash the other one first.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    // Storage can be switched off; the system's preference holds then.
  }
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
