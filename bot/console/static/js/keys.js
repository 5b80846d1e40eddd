// One key for what is done all day. Elements name their key with data-key.

const IN_PANE = "crnteb";

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return leave(event);
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (act(letter(event))) event.preventDefault();
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-help]")) help();
  });
}

// With an Urdu keyboard the same key gives another letter, so then its place counts.
function letter({ key, code }) {
  const isLatin = key.length === 1 && key.charCodeAt(0) < 128;
  if (isLatin) return key.toLowerCase();
  if (key === "\u061f") return "?";
  return code.startsWith("Key") ? code.slice(3).toLowerCase() : key;
}

function act(key) {
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === "?") return help();
  if (key === "/") return canned();
  if (key === "s") return use(document.querySelector('[data-key="s"]'));
  if (key.length === 1 && IN_PANE.includes(key)) {
    return use(document.querySelector(`#pane [data-key="${key}"]`));
  }
  return false;
}

function move(step) {
  const entries = [...document.querySelectorAll("[data-entry]")];
  if (!entries.length) return false;
  const here = entries.indexOf(document.activeElement);
  const shown = entries.findIndex((entry) => entry.hasAttribute("aria-current"));
  const from = here >= 0 ? here : shown;
  const next = from < 0 ? (step > 0 ? 0 : entries.length - 1) : from + step;
  entries[Math.max(0, Math.min(entries.length - 1, next))].focus();
  return true;
}

function use(element) {
  if (!element || element.disabled) return false;
  if (element.matches("details")) {
    element.open = true;
    element.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
  } else if (element.matches("input, textarea, select")) {
    element.focus();
  } else {
    element.click();
  }
  return true;
}

function canned() {
  const reply = document.querySelector('#pane textarea[data-key="r"]');
  if (!reply || reply.disabled) return false;
  reply.focus();
  if (!reply.value) {
    reply.value = "/";
    reply.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
}

function help() {
  const dialog = document.getElementById("help");
  if (!dialog) return false;
  dialog.showModal();
  return true;
}

function leave(event) {
  if (isTyping(event.target)) event.target.blur();
}

const isTyping = (target) =>
  target.isContentEditable || target.matches?.("input, textarea, select");
