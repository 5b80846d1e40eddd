// Sound and the browser's notifications. They say that something is there, never what.

import { tell, word } from "./words.js";

const counts = { waiting: null, mine: null };
const heard = new Map();
const sounds = {
  waiting: new Audio("/console/static/sounds/waiting.wav"),
  message: new Audio("/console/static/sounds/message.wav"),
};

export function notify() {
  const { body } = document;
  body.addEventListener("sse:queue", ({ detail }) => counted(detail));
  body.addEventListener("sse:message", ({ detail }) => spoken(detail));
  body.addEventListener("sse:owner", ({ detail }) => {
    // What one has taken oneself is no news.
    if (detail.actor === me() && detail.owner === me() && counts.mine !== null) counts.mine += 1;
  });
  offer();
}

const me = () => `staff:${document.body.dataset.staff}`;

function counted({ waiting, mine }) {
  if (counts.waiting !== null && waiting > counts.waiting) alert("waiting", "waiting");
  else if (counts.mine !== null && mine > counts.mine) alert("mine", "waiting");
  counts.waiting = waiting;
  counts.mine = mine;
}

function spoken({ conversation, position, direction }) {
  if (direction !== "in" || position <= (heard.get(conversation) ?? 0)) return;
  heard.set(conversation, position);
  const entry = document.querySelector(`[data-view="mine"] [data-entry="${CSS.escape(conversation)}"]`);
  const shown = document.querySelector("#pane [data-mine]")?.dataset.conversation === conversation;
  if (entry || shown) alert("message", "message", !document.hidden && shown);
}

function alert(key, sound, isSeen = false) {
  if (isSeen) return;
  if (!document.hidden) tell(word(key));
  // Browsers refuse sound until the page was used; then the notification alone tells.
  sounds[sound].play().catch(() => {});
  if (document.hidden && "Notification" in window && Notification.permission === "granted") {
    const shown = new Notification(word(key), { tag: `rahbar-${key}`, icon: "/static/icon.svg" });
    shown.onclick = () => { window.focus(); shown.close(); };
  }
}

function offer() {
  const button = document.querySelector("[data-notify]");
  if (!button || !("Notification" in window) || Notification.permission !== "default") return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    button.hidden = true;
  });
}
