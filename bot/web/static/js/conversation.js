// Which conversation this is, and what has not been sent yet. Kept on the person's own device.

const KEY = "rahbar.conversation";
const UNSENT = "rahbar.unsent";

// Private windows may refuse storage; the chat then lives as long as the page.
const memory = new Map();

function load(key) {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function save(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept in memory above.
  }
}

// crypto.randomUUID exists on secure origins only; a laptop in the same network is none.
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function conversationId() {
  const stored = load(KEY);
  if (stored && /^web:[0-9a-f-]{36}$/.test(stored)) return stored;
  return newConversation();
}

export function newConversation() {
  const id = `web:${uuid()}`;
  save(KEY, id);
  save(UNSENT, "[]");
  return id;
}

export function unsent() {
  try {
    const messages = JSON.parse(load(UNSENT) ?? "[]");
    return Array.isArray(messages) ? messages : [];
  } catch {
    return [];
  }
}

export function keepUnsent(messages) {
  save(UNSENT, JSON.stringify(messages));
}
