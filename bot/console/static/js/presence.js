// Tells the desk that this console is open, what it shows, and that somebody is typing.

import { tell, word } from "./words.js";

const EVERY = 20000; // milliseconds
const TYPING_EVERY = 3000;

let typed = 0;
let isTyping = false;

export function showPresence() {
  beat();
  setInterval(beat, EVERY);
  document.body.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target?.closest?.("#pane") || target?.id === "pane") changed();
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.("[data-typing]")) typing(target);
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  addEventListener("pagehide", () => navigator.sendBeacon("/console/presence", form("", false)));
}

let before = null;

function changed() {
  if (shown() === before) return;
  isTyping = false;
  beat();
}

function typing(field) {
  isTyping = field.value !== "";
  if (Date.now() - typed < TYPING_EVERY) return;
  typed = Date.now();
  beat();
}

async function beat() {
  before = shown();
  const isFresh = isTyping && Date.now() - typed < 2 * TYPING_EVERY;
  try {
    const response = await fetch("/console/presence", { method: "POST", body: form(before, isFresh) });
    if (response.status === 401) {
      tell(word("ended"));
      setTimeout(() => location.reload(), 2000);
    }
  } catch {
    // The stream tells that the connection is lost.
  }
}

function form(viewing, isNowTyping) {
  const data = new FormData();
  data.set("csrf", document.body.dataset.csrf);
  data.set("viewing", viewing);
  data.set("typing", isNowTyping ? "1" : "");
  return data;
}

// What stands behind another window is not looked at.
const shown = () =>
  document.hidden
    ? ""
    : document.querySelector("#pane [data-conversation]")?.dataset.conversation ?? "";
