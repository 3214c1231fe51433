// Brings the components of every page to life.
import { initAll } from "../built/nhsuk-frontend.min.js";
import { dropSettledDrafts, forgetDrafts, hasDrafts, settleDrafts } from "./drafts.js";

const LONGEST_WAIT = 5000;
const LOOK_AGAIN = 2000;

initAll();

// Pages that come after a save say so; an error page does not, and then the drafts stay.
if (document.body.hasAttribute("data-all-is-well")) dropSettledDrafts();

// Choosing between two versions settles the draft of one's own, whichever is chosen.
for (const choice of document.querySelectorAll("[data-settles-drafts]")) {
  choice.addEventListener(choice.tagName === "FORM" ? "submit" : "click", () => {
    settleDrafts([...document.querySelectorAll("[data-draft]")].map((section) => section.dataset));
  });
}

// Signing out forgets what this device keeps, so what is not on the server is sent first, or given up knowingly.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    if (hasDrafts()) {
      event.preventDefault();
      const saves = [];
      document.dispatchEvent(new CustomEvent("app-save-now", { detail: saves }));
      await Promise.race([Promise.all(saves), new Promise((done) => setTimeout(done, LONGEST_WAIT))]);
      const lose = "Something that you wrote on this device is not saved yet. Sign out and lose it?";
      if (hasDrafts() && !window.confirm(lose)) return;
      forgetDrafts();
      form.submit();
    }
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// A page that waits for something asks for it quietly and says when it is there.
for (const line of document.querySelectorAll("[data-waits-for]")) {
  const look = async () => {
    const answer = await fetch(line.dataset.waitsFor, { headers: { Accept: "application/json" } }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (said && !said.is_waiting) window.location.replace(line.dataset.thenOpen);
    else setTimeout(look, LOOK_AGAIN);
  };
  setTimeout(look, LOOK_AGAIN);
}
