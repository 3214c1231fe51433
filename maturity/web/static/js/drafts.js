// Text that is not yet on the server, kept on this device under the account that wrote it.
//
// A draft is written at every keystroke and removed when the server says that it has the text. Drafts are
// forgotten at sign-out (the server also sends Clear-Site-Data), so a shared computer shows nothing.

const PREFIX = "draft:";

function key(owner, name) {
  return `${PREFIX}${owner}:${name}`;
}

export function keepDraft(owner, name, draft) {
  try {
    localStorage.setItem(key(owner, name), JSON.stringify(draft));
    return true;
  } catch {
    return false; // private windows and full storage: the text is still in the page
  }
}

export function findDraft(owner, name) {
  try {
    return JSON.parse(localStorage.getItem(key(owner, name)));
  } catch {
    return null;
  }
}

export function dropDraft(owner, name) {
  try {
    localStorage.removeItem(key(owner, name));
  } catch {
    // nothing was kept
  }
}

export function forgetDrafts() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX)) localStorage.removeItem(name);
    }
  } catch {
    // nothing was kept
  }
}
