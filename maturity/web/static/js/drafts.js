// Text that is not yet on the server, kept on this device under the account that wrote it.
//
// A draft is written at every keystroke and removed when the server says that it has exactly this text. Each tab keeps
// its own, so that two unsaved texts for one answer can stand beside each other. Drafts are forgotten at sign-out (the
// server also sends Clear-Site-Data), so a shared computer shows nothing.

const PREFIX = "draft:";
const SETTLING = "settling";
const LONGEST_HANDOVER = 1000;
let isForgetting = false;

let tab = remembered() ?? freshName();

// Nothing is kept or looked for before the tab has a name of its own. A lock that is held for as long as the tab lives
// tells other tabs which drafts still have their author. It also tells a duplicate, to which browsers give the name as
// well: the page that the tab showed before lets go of the lock within moments, the other tab never.
export const isNamed = takeName();

async function takeName() {
  remember();
  if (!navigator.locks || (await holds(tab))) return;
  tab = freshName();
  remember();
  await holds(tab);
}

function holds(name) {
  return new Promise((done) => {
    const forLife = () => new Promise(() => done(true));
    navigator.locks.request(PREFIX + name, { signal: AbortSignal.timeout(LONGEST_HANDOVER) }, forLife).catch(() => done(false));
  });
}

function freshName() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function remembered() {
  try {
    return sessionStorage.getItem("tab");
  } catch {
    return null;
  }
}

function remember() {
  try {
    sessionStorage.setItem("tab", tab);
  } catch {
    // the name is good for as long as the page is open
  }
}

function beginning(owner, address) {
  return `${PREFIX}${owner}:${address}:`;
}

function stored(prefix) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return { name, ...JSON.parse(localStorage.getItem(name)) };
  } catch {
    return null;
  }
}

// Keeps this tab's draft of an answer. Returns whether it is kept.
export function keepDraft(owner, address, draft) {
  if (isForgetting) return false;
  try {
    localStorage.setItem(beginning(owner, address) + tab, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false; // private windows and full storage: the text is still in the page
  }
}

// The newest draft of an answer whose tab is gone, or this tab's own.
export async function findDraft(owner, address) {
  const prefix = beginning(owner, address);
  const held = (await navigator.locks?.query())?.held ?? [];
  const living = new Set(held.map((lock) => prefix + lock.name.slice(PREFIX.length)));
  const drafts = stored(prefix).filter((name) => name === prefix + tab || !living.has(name)).map(read);
  return drafts.filter(Boolean).sort((one, other) => other.at - one.at)[0] ?? null;
}

// Removes the drafts of an answer that say exactly this text.
export function dropDrafts(owner, address, text) {
  for (const name of stored(beginning(owner, address))) {
    if (read(name)?.text === text) remove(name);
  }
}

export function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was kept
  }
}

export function hasDrafts() {
  return stored(PREFIX).length > 0;
}

// Forgets every draft, and keeps none from now on: the page that is being left would write its own once more.
export function forgetDrafts() {
  isForgetting = true;
  stored(PREFIX).forEach(remove);
}

// A choice between two versions settles the drafts of both. They go when the page after it says that all is well.
export function settleDrafts(places) {
  try {
    const names = places.flatMap(({ owner, draft }) => stored(beginning(owner, draft)));
    sessionStorage.setItem(SETTLING, JSON.stringify(names));
  } catch {
    // they will be offered again, and can be settled then
  }
}

export function dropSettledDrafts() {
  try {
    JSON.parse(sessionStorage.getItem(SETTLING) ?? "[]").forEach(remove);
    sessionStorage.removeItem(SETTLING);
  } catch {
    // nothing was settled
  }
}
