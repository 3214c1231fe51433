// Lets a screen follow the room: asks each second whether there is something new, and then replaces what has changed.
//
// A part of the page in which somebody has written something is never replaced before it is sent: the page says that the
// room has moved on, and offers to follow. Without this script the page refreshes itself and the same forms are sent by their buttons.
import { initAll } from "../built/nhsuk-frontend.min.js";
import { newKey } from "./request_key.js";

const EVERY = 1000;
const LONGEST_WAIT = 10000;
const LONGEST_FLIGHT = 8000;
const NOTICE_FOR = 5000;
const OVER = "No longer following";
// What the page that a form itself leads to answers: it shows the words that were sent, and how to save them.
const ANSWERED_BY_A_PAGE = ["conflict", "signed out", "old page"];
const KEYS_OFF = "room-keys-off";
// What differs each time although nothing has changed.
const NEW_EACH_TIME = /(name="[^"]*(?:csrf_token|request_key)" value=")[^"]*/g;

class Room {
  constructor(place) {
    this.stateAddress = place.dataset.stateAddress;
    this.screenAddress = place.dataset.screenAddress;
    this.screen = place.querySelector("[data-screen]");
    this.line = place.querySelector("[data-line]");
    this.said = place.querySelector("[data-said]");
    this.told = place.querySelector("[data-told]");
    this.moved = place.querySelector("[data-moved]");
    this.conducts = place.dataset.conducts !== undefined;
    this.shown = new Map();
    this.sent = new WeakMap();
    this.tried = new WeakMap();
    this.answered = { action: "", text: "", mood: "saved" };
    this.leaving = null;
    this.wait = EVERY;
    this.timer = null;
    this.flight = null;
    this.stopped = false;
    this.isLost = false;
    this.isOut = false;
    this.notice = "";
    this.noticeUntil = 0;
    this.heardAt(this.root());
    // As the server sent them: this script stands before the one that brings the components to life, which alters them.
    for (const part of this.screen.querySelectorAll("[data-part]")) this.shown.set(part.dataset.part, plain(part));
    this.moved.querySelector("[data-follow]").addEventListener("click", () => this.drop());
    place.addEventListener("submit", (event) => this.send(event));
    document.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("visibilitychange", () => !document.hidden && this.hurry());
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("beforeunload", (event) => this.mayLeave() || event.preventDefault());
    this.prepareKeys();
    setInterval(() => this.tick(), 500);
    this.tick();
    this.stopped = this.isOver;
    this.say(this.stopped ? OVER : "Following", "saved");
    this.schedule();
  }

  root() {
    return this.screen.querySelector("[data-count]");
  }

  // The clock of the server, as far as this device is from it, and what the room has come to.
  heardAt(root) {
    this.count = root.dataset.count;
    this.criterion = root.dataset.criterion;
    this.isOver = root.dataset.over !== undefined;
    this.ahead = Date.parse(root.dataset.now) - Date.now();
  }

  schedule() {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.ask(), this.wait);
  }

  hurry() {
    this.wait = EVERY;
    clearTimeout(this.timer);
    return this.ask();
  }

  // Asks at most once at a time. Whoever asks meanwhile waits for the answer and asks again.
  async ask() {
    if (this.stopped) return;
    while (this.flight) await this.flight;
    this.flight = this.look().catch(() => this.lost());
    await this.flight;
    this.flight = null;
    this.schedule();
  }

  async look() {
    const answer = await get(`${this.stateAddress}?seen=${this.count}`);
    if (this.isRefused(answer)) return;
    if (![200, 204].includes(answer.status)) throw new Error(String(answer.status));
    if (answer.status === 200 || this.isOut) await this.follow();
    if (this.isOut) return;
    this.wait = EVERY;
    if (this.isLost) this.note("Connected again, and up to date");
    this.isLost = false;
    this.stopped = this.isOver && this.moved.hidden;
    if (!this.moved.hidden) this.say("The room has moved on", "busy");
    else if (this.stopped) this.say(OVER, "saved");
    else this.say(Date.now() < this.noticeUntil ? this.notice : "Following", "saved");
  }

  // Says something for some seconds.
  note(message) {
    this.notice = message;
    this.noticeUntil = Date.now() + NOTICE_FOR;
  }

  lost() {
    this.isLost = true;
    this.say("Connection lost, trying again", "failed");
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // Nobody follows a room that is not, or no longer, open to them. Who was signed out can come back in another tab, and
  // what is still to be sent is never given up.
  isRefused(answer) {
    const isSignedOut = answer.redirected || answer.status === 401;
    if (!isSignedOut && ![403, 404].includes(answer.status)) return false;
    this.isOut = true;
    this.wait = LONGEST_WAIT;
    this.stopped = !isSignedOut && !this.written().length;
    this.say(isSignedOut ? "You have been signed out. Sign in in another tab, then come back here." : "This room is not open to you any more.", "failed");
    return true;
  }

  async follow() {
    const answer = await get(this.screenAddress);
    if (this.isRefused(answer)) return;
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A form that was there before somebody signed in again is not accepted any more, so each is drawn anew.
    if (this.isOut) this.shown.clear();
    this.show(page.querySelector("[data-count]"));
    this.isOut = false;
  }

  show(fresh) {
    const hasMoved = this.criterion !== fresh.dataset.criterion;
    const focused = document.activeElement;
    const notices = hasMoved ? [...document.querySelectorAll(".nhsuk-notification-banner")] : [];
    const isOnWhatGoes = [this.screen, ...notices].some((each) => each.contains(focused));
    const isAtWork = isOnWhatGoes || (this.conducts && focused === document.body);
    let isHeld = false;
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const name = part.dataset.part;
      const there = this.screen.querySelector(`[data-part="${name}"]`);
      const text = plain(part);
      if (this.shown.get(name) === text) continue;
      if (this.written(there).length) {
        isHeld = true;
        continue;
      }
      this.shown.set(name, text);
      replace(there, part);
    }
    // What was done on one criterion is not said above the next.
    for (const notice of notices) notice.remove();
    this.moved.hidden = !isHeld;
    this.heardAt(fresh);
    if (this.said.textContent !== fresh.dataset.saidNow) this.said.textContent = fresh.dataset.saidNow;
    if (hasMoved && !isHeld) this.begin(isAtWork);
    this.showAnswer();
    this.prepareKeys();
    this.tick();
  }

  // What is talked about now begins at the top, and the focus is led to its heading from what it was on before.
  begin(isAtWork) {
    window.scrollTo(0, 0);
    if (isAtWork) document.getElementById("talk")?.focus({ preventScroll: true });
  }

  // The forms with something in them that the server does not have: what was sent is no longer written, but what was
  // typed while it was on its way is.
  written(where = this.screen) {
    return [...where.querySelectorAll("[data-form]")].filter((form) => isWritten(form) && this.sent.get(form) !== said(form));
  }

  // Nothing is left behind but by a form that takes its words along.
  mayLeave() {
    const leaving = this.leaving;
    this.leaving = null;
    return this.written().every((form) => form === leaving);
  }

  leaveWith(form) {
    form.dataset.natively = "yes";
    this.leaving = form;
    form.submit();
  }

  async drop() {
    for (const form of this.written()) this.sent.set(form, said(form));
    this.count = "";
    await this.hurry();
    document.getElementById("talk")?.focus();
  }

  // Sends a form without leaving the page. What is there to be read is shown by the page that the form itself leads to.
  async send(event) {
    const form = event.target;
    if (!form.matches("[data-act], [data-form]") || form.dataset.natively) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    for (const line of this.screen.querySelectorAll('[data-answer][data-mood="saved"]')) line.textContent = "";
    this.answer(form, "Sending…", "busy");
    // New words are a new save. The same words sent again are the same save.
    if (this.tried.has(form) && this.tried.get(form) !== said(form)) setHidden(form, "request_key", newKey());
    const words = said(form);
    this.tried.set(form, words);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(LONGEST_FLIGHT),
      });
      const heard = await answer.json();
      if (answer.ok) {
        this.keptAs(form, words, heard.version);
        this.answer(form, heard.message, "saved");
        await this.hurry();
      } else {
        this.answer(form, heard.message, "failed");
        if (ANSWERED_BY_A_PAGE.includes(heard.status)) this.leaveWith(form);
      }
    } catch {
      this.answer(form, "Not sent: no connection. It is still here. Try again.", "failed");
    }
    delete form.dataset.busy;
  }

  // What came of an act stays until the next one: beside the button of a form that has a place for it, else below all.
  answer(form, text, mood) {
    this.answered = { action: form.action, text, mood };
    this.showAnswer();
  }

  // It is announced from below all even where it is shown beside the button: what was just drawn announces nothing.
  showAnswer() {
    const { action, text, mood } = this.answered;
    const beside = [...this.screen.querySelectorAll("[data-answer]")].find((line) => line.closest("form").action === action);
    for (const line of [beside, this.told].filter(Boolean)) {
      if (line.textContent !== text) line.textContent = text;
      line.dataset.mood = mood;
    }
    this.told.classList.toggle("nhsuk-u-visually-hidden", Boolean(beside));
  }

  // What is typed from now on is based on what was just kept.
  keptAs(form, words, version) {
    this.sent.set(form, words);
    if (version === undefined) return;
    setHidden(form, "based_on", version);
    setHidden(form, "request_key", newKey());
    this.tried.delete(form);
  }

  say(message, mood) {
    if (this.line.textContent !== message) this.line.textContent = message;
    this.line.dataset.mood = mood;
  }

  tick() {
    const timer = this.screen.querySelector("[data-ends]");
    if (!timer) return;
    const left = Math.round((Date.parse(timer.dataset.ends) - Date.now() - this.ahead) / 1000);
    const text = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : "Time is up";
    if (timer.textContent !== text) timer.textContent = text;
  }

  prepareKeys() {
    const box = this.screen.querySelector("[data-single-keys]");
    if (!box || box.dataset.ready) return;
    box.dataset.ready = "yes";
    box.checked = stored(KEYS_OFF) === null;
    box.addEventListener("change", () => store(KEYS_OFF, box.checked ? null : "yes"));
  }

  // A single key presses the button that it stands on, opens what it stands on, or leads into a form. It does nothing
  // while somebody is in a field or has switched that off. Escape leads out of a field.
  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === "Escape" && event.target.matches?.("textarea, input, select")) {
      document.getElementById("talk")?.focus();
      return;
    }
    if (event.target.closest?.("input, textarea, select, [contenteditable]") || stored(KEYS_OFF) !== null) return;
    const found = this.screen.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!found) return;
    event.preventDefault();
    if (!found.matches("button")) found.focus();
    if (!found.matches("input")) found.click();
    if (found.matches("summary")) found.parentElement.scrollIntoView({ block: "nearest" });
  }
}

function get(address) {
  return fetch(address, { cache: "no-store", signal: AbortSignal.timeout(LONGEST_FLIGHT) });
}

function plain(part) {
  const serializer = new XMLSerializer();
  return [...part.childNodes].map((node) => serializer.serializeToString(node)).join("").replace(NEW_EACH_TIME, "$1");
}

function fieldsOf(form) {
  return [...form.querySelectorAll("input, textarea")].filter((field) => field.type !== "hidden");
}

// Whether somebody has chosen or typed something that the server did not send.
function isWritten(form) {
  return fieldsOf(form).some((field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  });
}

// Everything that is chosen and typed in a form, as one text that can be compared.
function said(form) {
  const isSaid = (field) => field.checked || !["radio", "checkbox"].includes(field.type);
  return JSON.stringify(fieldsOf(form).filter(isSaid).map((field) => [field.name, field.value]));
}

function setHidden(form, name, value) {
  const field = form.querySelector(`[type="hidden"][name$="${name}"]`);
  if (field) field.value = value;
}

// Puts fresh content in place, with what was open still open, what was chosen still chosen, and the focus where it was.
function replace(there, part) {
  const open = [...there.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
  const chosen = [...there.querySelectorAll("select")].filter(isChosen).map((select) => [select.id, select.value]);
  const mark = there.contains(document.activeElement) ? markOf(document.activeElement) : null;
  there.replaceChildren(...document.importNode(part, true).childNodes);
  for (const summary of there.querySelectorAll("details > summary")) {
    summary.parentElement.open = open.includes(summary.textContent);
  }
  for (const [id, value] of chosen) {
    const option = there.querySelector(`#${id} option[value="${CSS.escape(value)}"]`);
    if (option) option.selected = true;
  }
  initAll({ scope: there });
  if (mark === null) return;
  const again = [...there.querySelectorAll("a, button, input, select, summary, textarea, [tabindex]")].find(
    (element) => sameMark(markOf(element), mark),
  );
  (again || document.getElementById("talk"))?.focus({ preventScroll: Boolean(again) });
}

function isChosen(select) {
  return [...select.options].some((option) => option.selected !== option.defaultSelected);
}

// By what an element is found again on a part that was drawn anew: its id, else what it says.
function markOf(element) {
  return { id: element.id, name: element.localName, says: element.id ? "" : element.textContent };
}

function sameMark(one, other) {
  return one.id === other.id && one.name === other.name && one.says === other.says;
}

function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function store(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // It is forgotten with the page.
  }
}

const place = document.querySelector("[data-room]");
if (place) new Room(place);
