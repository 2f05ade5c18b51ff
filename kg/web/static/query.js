// The query page with a script: Ctrl+Enter runs, the place of an error is selected, and waiting is said.
// Without this script the form works all the same.
"use strict";

const text = document.getElementById("page-query");
const running = document.getElementById("page-running");

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    text.form.requestSubmit();
  }
});

text.form.addEventListener("submit", () => {
  const isPage = document.getElementById("page-format").value === "html";
  running.textContent = isPage ? "Running …" : "";
});
window.addEventListener("pageshow", () => { running.textContent = ""; });

if (text.dataset.line) {
  const lines = text.value.split("\n");
  const line = Math.min(Number(text.dataset.line), lines.length);
  const before = lines.slice(0, line - 1).reduce((length, one) => length + one.length + 1, 0);
  const start = before + Math.min(Number(text.dataset.column) - 1, lines[line - 1].length);
  text.focus();
  text.setSelectionRange(start, before + lines[line - 1].length);
}
