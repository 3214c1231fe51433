// Saves each answer on the server as it is filled in, and says truthfully whether it is there.
//
// Without this script the same form is saved by its buttons. Text is first kept as a draft on this device and is
// dropped only when the server has answered that it has exactly this text.
import { dropDraft, findDraft, keepDraft } from "./drafts.js";

const WAIT_AFTER_TYPING = 800;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 30000;
const LINE = "[data-status]";

class Autosave {
  constructor(section) {
    this.section = section;
    this.address = section.dataset.address;
    this.prefix = section.dataset.prefix;
    this.owner = section.dataset.owner;
    this.form = section.closest("form");
    this.status = section.querySelector(LINE);
    this.retryAfter = FIRST_RETRY;
    this.savedText = this.text();
    this.flight = null;
    this.stopped = false;
    section.addEventListener("input", (event) => this.changed(event.target.type === "textarea" || event.target.type === "text"));
    this.restore();
  }

  fields() {
    return [...this.section.querySelectorAll("[name]")].filter((field) => field.name.startsWith(this.prefix));
  }

  field(name) {
    return this.section.querySelector(`[name="${CSS.escape(this.prefix + name)}"]`);
  }

  // Everything the person said, as one text that can be compared.
  text() {
    const said = [];
    for (const field of this.fields()) {
      if (field.type === "hidden") continue;
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      said.push([field.name.slice(this.prefix.length), field.value]);
    }
    return JSON.stringify(said);
  }

  get isDirty() {
    return this.text() !== this.savedText;
  }

  changed(isTyping) {
    this.keep();
    if (this.stopped) return;
    this.say("Saving…", "busy");
    this.schedule(isTyping ? WAIT_AFTER_TYPING : 0);
  }

  keep() {
    if (this.isDirty) this.isKept = keepDraft(this.owner, this.address, { text: this.text(), basedOn: this.field("based_on").value });
  }

  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // Saves until the server has what is in the form. Resolves to whether it has.
  async save() {
    clearTimeout(this.timer);
    if (this.flight) await this.flight;
    if (this.stopped || !this.isDirty) return !this.isDirty;
    this.flight = this.send(this.text());
    const isSaved = await this.flight;
    this.flight = null;
    if (isSaved && this.isDirty) return this.save();
    return isSaved;
  }

  async send(text) {
    if (text !== this.sentText) {
      // New words are a new save; the same words sent again are the same save.
      this.field("request_key").value = newKey();
      this.sentText = text;
    }
    const body = new URLSearchParams();
    body.append("csrf_token", this.form.elements.csrf_token.value);
    for (const name of ["based_on", "request_key"]) body.append(this.prefix + name, this.field(name).value);
    for (const [name, value] of JSON.parse(text)) body.append(this.prefix + name, value);
    let answer;
    let said = {};
    try {
      answer = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json" } });
      said = await answer.json();
    } catch {
      return this.failed("Not saved: no connection. Your text is kept on this device and will be saved when the connection is back.");
    }
    return this.heard(answer, said, text);
  }

  async heard(answer, said, text) {
    if (said.status === "saved") {
      this.field("based_on").value = said.version;
      this.savedText = text;
      this.sentText = null;
      this.field("request_key").value = newKey(); // whatever is sent next is another save
      this.retryAfter = FIRST_RETRY;
      if (this.isDirty) this.keep();
      else dropDraft(this.owner, this.address);
      this.say(said.message, "saved");
      return true;
    }
    if (said.status === "old page") {
      if (await this.renewToken()) return this.send(text);
      return this.failed(said.message);
    }
    if (said.status === "conflict" || said.status === "closed" || said.status === "not valid") {
      this.stopped = said.status !== "not valid";
      this.sentText = null;
      this.say(said.message, "refused");
      if (said.status === "conflict") this.offerToCompare();
      return false;
    }
    if (said.status === "signed out") {
      return this.failed("Not saved: you have been signed out. Your text is kept on this device. Sign in in another tab, then come back here.");
    }
    return this.failed(said.message || "Not saved. Your text is kept on this device. Trying again.");
  }

  failed(message) {
    this.say(message, "failed");
    this.schedule(this.retryAfter);
    this.retryAfter = Math.min(this.retryAfter * 2, LONGEST_RETRY);
    return false;
  }

  async renewToken() {
    try {
      const answer = await fetch(this.form.dataset.tokenAddress, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return false;
      this.form.elements.csrf_token.value = (await answer.json()).csrf_token;
      return true;
    } catch {
      return false;
    }
  }

  // The page on which both versions stand is the answer to the form itself.
  offerToCompare() {
    if (this.section.querySelector("[data-compare]")) return;
    const button = document.createElement("button");
    button.type = "submit";
    button.className = "nhsuk-button nhsuk-button--secondary";
    button.dataset.compare = "";
    button.textContent = "Compare the two versions";
    this.status.after(button);
  }

  say(message, mood) {
    if (this.status.textContent !== message) this.status.textContent = message;
    this.status.dataset.mood = mood;
  }

  // Text that was typed here before and never reached the server comes back into the form.
  restore() {
    const draft = findDraft(this.owner, this.address);
    if (!draft) return;
    if (draft.text === this.savedText) {
      dropDraft(this.owner, this.address);
      return;
    }
    const values = JSON.parse(draft.text);
    for (const field of this.fields()) {
      if (field.type === "hidden") continue;
      const given = values.filter(([name]) => this.prefix + name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
      else field.value = given[0] ?? "";
    }
    this.field("based_on").value = draft.basedOn;
    this.say("What you wrote here before was not saved yet. Saving…", "busy");
    this.schedule(0);
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const saves = [...document.querySelectorAll("[data-autosave]")].filter((section) => section.querySelector(LINE) && section.closest("form")).map((section) => new Autosave(section));

// A form that is sent while a save is on its way would look stale to the server: let the save arrive first.
for (const form of new Set(saves.map((save) => save.form))) {
  form.addEventListener("submit", async (event) => {
    const own = saves.filter((save) => save.form === form);
    if (form.dataset.settled || own.every((save) => !save.flight)) {
      own.forEach((save) => clearTimeout(save.timer));
      return;
    }
    event.preventDefault();
    await Promise.all(own.map((save) => save.flight));
    own.forEach((save) => clearTimeout(save.timer));
    form.dataset.settled = "yes";
    form.requestSubmit(event.submitter);
  });
}

const retry = () => saves.filter((save) => save.isDirty && !save.stopped).forEach((save) => save.schedule(0));
window.addEventListener("online", retry);
window.addEventListener("focus", retry);
window.addEventListener("pagehide", () => saves.forEach((save) => save.keep()));
window.addEventListener("beforeunload", (event) => {
  if (saves.some((save) => save.isDirty && !save.isKept)) event.preventDefault();
});
