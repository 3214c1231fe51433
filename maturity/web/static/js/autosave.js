// Saves each answer on the server as it is filled in, and says truthfully whether it is there.
//
// Without this script the same form is saved by its buttons. Text is first kept as a draft on this device and is
// dropped only when the server has answered that it has exactly this text.
import { dropDrafts, findDraft, isNamed, keepDraft, remove } from "./drafts.js";
import { newKey } from "./request_key.js";

const WAIT_AFTER_TYPING = 800;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 30000;
const LONGEST_FLIGHT = 15000;
const WAIT_BEFORE_SENDING = 3000;
const LINE = "[data-status]";
const NOT_THEIRS = "who is signed in in this browser now cannot save here.";
const COME_BACK = "Sign in as yourself in another tab, then come back here.";

class Autosave {
  constructor(section) {
    this.section = section;
    this.address = section.dataset.address;
    this.prefix = section.dataset.prefix;
    this.owner = section.dataset.owner;
    this.form = section.closest("form");
    this.status = section.querySelector(LINE);
    this.retryAfter = FIRST_RETRY;
    this.savedText = this.text({ asServed: true });
    this.sentText = null;
    this.flight = null;
    this.stopped = false;
    section.addEventListener("input", (event) => {
      this.chooseToTick(event.target);
      this.changed(event.target.type === "textarea");
    });
    if (this.isDirty) this.changed(false);
    this.restore();
  }

  fields() {
    return [...this.section.querySelectorAll("[name]")].filter((field) => field.name.startsWith(this.prefix));
  }

  field(name) {
    return this.section.querySelector(`[name="${CSS.escape(this.prefix + name)}"]`);
  }

  // Everything the person said, as one text that can be compared; or what the server sent, which is not the same
  // when somebody was quicker than this script.
  text({ asServed = false } = {}) {
    const said = [];
    for (const field of this.fields()) {
      if (field.type === "hidden") continue;
      const isChoice = field.type === "radio" || field.type === "checkbox";
      if (isChoice && !(asServed ? field.defaultChecked : field.checked)) continue;
      said.push([field.name.slice(this.prefix.length), asServed && !isChoice ? field.defaultValue : field.value]);
    }
    return JSON.stringify(said);
  }

  show(text) {
    const said = JSON.parse(text);
    for (const field of this.fields()) {
      if (field.type === "hidden") continue;
      const given = said.filter(([name]) => this.prefix + name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
      else field.value = given[0] ?? "";
      // Tells the count of the characters left, and not this script, which would take it for typing.
      if (field.tagName === "TEXTAREA") field.dispatchEvent(new Event("input"));
    }
  }

  // Ticking a statement says that the level follows from the ticks.
  chooseToTick(box) {
    const byTicks = this.section.querySelector(`[name="${CSS.escape(`${this.prefix}choice`)}"][value="elements"]`);
    if (byTicks && box.checked && box.name === `${this.prefix}elements`) byTicks.checked = true;
  }

  get isDirty() {
    return this.text() !== this.savedText;
  }

  get whereTheTextIs() {
    return this.isKept ? "Your text is kept on this device." : "Your text is on this page only: keep it open.";
  }

  changed(isTyping) {
    // New words are a new save. The same words sent again, by this script or by the form, are the same save.
    if (this.sentText !== null && this.text() !== this.sentText) this.renewKey();
    this.keep();
    if (this.stopped) return;
    this.say("Saving…", "busy");
    this.schedule(isTyping ? WAIT_AFTER_TYPING : 0);
  }

  renewKey() {
    this.field("request_key").value = newKey();
    this.sentText = null;
  }

  keep() {
    if (!this.isDirty) return;
    this.isKept = keepDraft(this.owner, this.address, {
      text: this.text(),
      basedOn: this.field("based_on").value,
      key: this.field("request_key").value,
      asked: this.field("asked")?.value,
    });
  }

  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // Saves until the server has what is in the form. Resolves to whether it has.
  async save() {
    clearTimeout(this.timer);
    while (this.flight) await this.flight;
    if (this.stopped || !this.isDirty) return !this.isDirty;
    this.flight = this.send(this.text());
    const isSaved = await this.flight;
    this.flight = null;
    return isSaved && this.isDirty ? this.save() : isSaved;
  }

  async send(text, { renewed = false } = {}) {
    this.sentText = text;
    const body = new URLSearchParams();
    body.append("csrf_token", this.form.elements.csrf_token.value);
    for (const name of ["based_on", "request_key", "asked"]) {
      const field = this.field(name);
      if (field) body.append(this.prefix + name, field.value);
    }
    for (const [name, value] of JSON.parse(text)) body.append(this.prefix + name, value);
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(LONGEST_FLIGHT),
      });
      return await this.heard(answer, await answer.json(), text, renewed);
    } catch {
      return this.failed(`Not saved: no connection. ${this.whereTheTextIs} It will be saved when the connection is back.`);
    }
  }

  async heard(answer, said, text, renewed) {
    if (said.status === "saved") return this.saved(said, text);
    if (said.status === "old page" && !renewed) {
      const inTheWay = await this.renewToken();
      if (!inTheWay) return this.send(text, { renewed: true });
      return this.failed(`Not saved: ${inTheWay} ${this.whereTheTextIs} ${COME_BACK}`);
    }
    if (said.status === "not saved" && [403, 404].includes(answer.status)) {
      return this.failed(`Not saved: ${NOT_THEIRS} ${this.whereTheTextIs} ${COME_BACK}`);
    }
    if (said.status === "signed out") {
      return this.failed(`Not saved: you have been signed out. ${this.whereTheTextIs} Sign in in another tab, then come back here.`);
    }
    if (said.status === "conflict") this.offerToCompare();
    const isOver = ["conflict", "closed"].includes(said.status);
    if (isOver || said.status === "not valid" || answer.status === 413) {
      this.stopped = isOver;
      this.say(`${said.message} ${this.whereTheTextIs}`, "refused");
      return false;
    }
    return this.failed(`${said.message} ${this.whereTheTextIs}`);
  }

  saved(said, text) {
    const version = Number(said.version);
    if (version >= Number(this.field("based_on").value)) {
      this.field("based_on").value = version;
      this.savedText = text;
    }
    this.renewKey();
    this.retryAfter = FIRST_RETRY;
    dropDrafts(this.owner, this.address, text);
    this.keep();
    if (this.isDirty) this.say("Saving…", "busy");
    else this.say(said.message, "saved");
    return true;
  }

  failed(message) {
    this.say(message, "failed");
    this.schedule(this.retryAfter);
    this.retryAfter = Math.min(this.retryAfter * 2, LONGEST_RETRY);
    return false;
  }

  // Takes the token of the sign-in that there is now, if it is of the same person. Resolves to what is in the way, empty
  // where nothing is. A token works for one sign-in alone, so what is tried again never becomes somebody else's.
  async renewToken() {
    const answer = await fetch(this.form.dataset.tokenAddress, { headers: { Accept: "application/json" } });
    if ([403, 404].includes(answer.status)) return NOT_THEIRS;
    if (!answer.ok || answer.redirected) return "you signed in again after this page was opened.";
    const said = await answer.json();
    if (String(said.account) !== this.owner) return "somebody else has signed in in this browser.";
    this.form.elements.csrf_token.value = said.csrf_token;
    return "";
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

  // Text that was typed here before and never reached the server comes back into the form. One that did reach it, by
  // the form's own button, is recognised by its key and given up for what is on the server now.
  async restore() {
    const onPage = { text: this.savedText, version: Number(this.field("based_on").value), key: this.field("request_key").value };
    const draft = await findDraft(this.owner, this.address);
    if (!draft || this.isDirty) return;
    if (draft.text === onPage.text) {
      remove(draft.name);
      return;
    }
    this.show(draft.text);
    this.field("based_on").value = draft.basedOn;
    this.field("request_key").value = draft.key;
    // An answer to what was asked then must not be taken for one to what this page asks. A draft that does not say
    // what that was may be either.
    const asked = this.field("asked");
    const ofThisPage = asked?.value;
    if (asked) asked.value = draft.asked ?? "";
    this.isKept = true;
    this.say("What you wrote here before may not be saved yet. Looking…", "busy");
    const isSaved = await this.save();
    if (!isSaved) return;
    if (asked) asked.value = ofThisPage;
    const version = Number(this.field("based_on").value);
    remove(draft.name);
    if (version <= onPage.version && !this.isDirty) {
      this.show(onPage.text);
      this.savedText = onPage.text;
      this.field("based_on").value = onPage.version;
      this.say("Everything that you wrote here is saved.", "saved");
    }
  }
}

await isNamed;
const saves = [...document.querySelectorAll("[data-autosave]")]
  .filter((section) => section.querySelector(LINE) && section.closest("form"))
  .map((section) => new Autosave(section));

// A form that is sent while a save is on its way would look stale to the server: let the save arrive first, but do not
// wait long. The key of the save makes sure that the same words are not saved twice.
for (const form of new Set(saves.map((save) => save.form))) {
  form.addEventListener("submit", async (event) => {
    const own = saves.filter((save) => save.form === form);
    if (!navigator.onLine) {
      // The browser would put a page of its own in place of this one.
      event.preventDefault();
      own.forEach((save) => save.keep());
      own.filter((save) => save.isDirty).forEach((save) => save.failed(`Not saved: no connection. ${save.whereTheTextIs} Stay on this page.`));
      if (own.every((save) => !save.isDirty)) own[0]?.say("No connection. Everything here is saved. You can go on when the connection is back.", "failed");
      return;
    }
    own.forEach((save) => clearTimeout(save.timer));
    if (form.dataset.settled || own.every((save) => !save.flight)) return;
    event.preventDefault();
    await Promise.race([Promise.all(own.map((save) => save.flight)), new Promise((done) => setTimeout(done, WAIT_BEFORE_SENDING))]);
    own.forEach((save) => clearTimeout(save.timer));
    form.dataset.settled = "yes";
    form.requestSubmit(event.submitter);
  });
}

const saveAll = () => saves.filter((save) => save.isDirty && !save.stopped).map((save) => save.save());
document.addEventListener("app-save-now", (event) => event.detail.push(...saveAll()));
window.addEventListener("online", saveAll);
window.addEventListener("focus", saveAll);
window.addEventListener("pagehide", () => saves.forEach((save) => save.keep()));
window.addEventListener("beforeunload", (event) => {
  if (saves.some((save) => save.isDirty && !save.isKept)) event.preventDefault();
});
