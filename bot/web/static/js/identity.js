/** What this browser remembers: the conversation's id and the chosen language. */

const CONVERSATION = "rahbar.conversation";
const LANGUAGE = "rahbar.language";
const COOKIE = "rahbar_language";
const YEAR = 365 * 24 * 3600;

/** Stands in where the browser keeps nothing, as in some private windows. */
const memory = new Map();

/** A random UUID, also on pages without HTTPS, where `randomUUID` is missing. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The conversation that this browser is in; begins one at the first visit. */
export function currentConversation() {
  const kept = recall(CONVERSATION);
  return kept?.startsWith("web:") ? kept : newConversation();
}

/** Begin another conversation and remember it. */
export function newConversation() {
  const id = `web:${uuid()}`;
  keep(CONVERSATION, id);
  return id;
}

/** The language that was chosen here, or null. */
export function chosenLanguage() {
  return recall(LANGUAGE);
}

/** Remember the language; the cookie lets the server draw the page in it at once. */
export function chooseLanguage(language) {
  keep(LANGUAGE, language);
  document.cookie = `${COOKIE}=${language}; path=/; max-age=${YEAR}; samesite=lax`;
}

function recall(key) {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function keep(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // The browser keeps nothing: remembered until the page is left.
  }
}
