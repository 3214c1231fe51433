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

// Choosing between two versions settles the draft of one's own, whichever is chosen.
for (const choice of document.querySelectorAll("[data-settles-drafts]")) {
  choice.addEventListener(choice.tagName === "FORM" ? "submit" : "click", () => {
    for (const { dataset } of document.querySelectorAll("[data-draft]")) dropDraft(dataset.owner, dataset.draft);
  });
}
