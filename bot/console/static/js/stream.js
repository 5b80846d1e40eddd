// The stream of events. Each becomes an event of the page: `sse:<name>` on <body>, and
// `live:<name>` on every element that shows the conversation it is about.

import { tell, word } from "./words.js";

const NAMES = ["message", "owner", "queue", "presence", "delivery"];
const LONGEST_PAUSE = 15000; // milliseconds

let last = "";
let pause = 1000;
let wasOpen = false;

export function openStream(address) {
  if (!address) return;
  const source = new EventSource(last ? `${address}?after=${encodeURIComponent(last)}` : address);
  for (const name of NAMES) source.addEventListener(name, (event) => pass(name, event));
  source.addEventListener("hello", (event) => begin(event));
  source.addEventListener("reset", () => readAnew());
  source.addEventListener("ended", () => end(source));
  source.onmessage = remember;
  source.onerror = () => {
    connection(false);
    // The browser opens a broken stream again by itself, but not one that was refused.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => openStream(address), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }, { once: true });
}

function begin(event) {
  remember(event);
  pause = 1000;
  connection(true);
  fire(document.body, "sse:queue", JSON.parse(event.data));
  // What happened between the page and its stream, or while the stream was broken.
  if (wasOpen) readAnew();
  else for (const shown of shownConversations()) fire(shown, "live:message", {});
  wasOpen = true;
}

function pass(name, event) {
  remember(event);
  const detail = JSON.parse(event.data);
  fire(document.body, `sse:${name}`, detail);
  if (!detail.conversation) return;
  for (const shown of shownConversations()) {
    if (shown.dataset.conversation === detail.conversation) fire(shown, `live:${name}`, detail);
  }
}

function readAnew() {
  fire(document.body, "sse:reset", {});
  for (const shown of shownConversations()) fire(shown, "live:message", {});
}

function end(source) {
  source.close();
  tell(word("ended"));
  setTimeout(() => location.reload(), 2000);
}

function remember(event) {
  if (event.lastEventId) last = event.lastEventId;
}

function connection(isThere) {
  const place = document.querySelector("[data-connection]");
  if (place) place.textContent = isThere ? "" : place.dataset.lost;
}

const shownConversations = () => document.querySelectorAll("[data-conversation]");

function fire(target, name, detail) {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: false }));
}
