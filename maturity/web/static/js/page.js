// Brings the components of every page to life.
import { initAll } from "../built/nhsuk-frontend.min.js";
import { dropDraft, forgetDrafts } from "./drafts.js";

initAll();

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", forgetDrafts);
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Leaving a conflict for the other version gives up the draft of one's own.
for (const link of document.querySelectorAll("a[data-drop-drafts]")) {
  link.addEventListener("click", () => dropDraft(link.dataset.owner, link.dataset.dropDrafts));
}
