// The open conversation: stays at its newest message, is read, and keeps what is being written.

import { listenToPicker } from "./picker.js";

const kept = new Map(); // what was written and not sent, by conversation
const NEAR = 120; // pixels from the end within which one follows what is said
const SHORT = 200; // characters of a new message that are read out

let follows = true;
let newest = 0;
let shown = "";
let isStale = false; // the head that is shown, because a form in it is open

export function keepConversation() {
  const { body } = document;
  document.addEventListener("scroll", remember, { capture: true, passive: true });
  document.addEventListener("input", ({ target }) => keep(target));
  document.addEventListener("keydown", sendByEnter);
  document.addEventListener("keydown", fold);
  document.addEventListener("visibilitychange", read);
  body.addEventListener("htmx:beforeSwap", ({ detail }) => forgetSent(detail));
  body.addEventListener("htmx:beforeSwap", ({ detail }) => holdHead(detail));
  document.addEventListener("toggle", freshen, { capture: true });
  body.addEventListener("htmx:responseError", ({ detail }) => leave(detail));
  body.addEventListener("htmx:afterSettle", update);
  listenToPicker();
  update();
}

const pane = () => document.querySelector("#pane > .conversation");
const replyBox = () => document.querySelector("#pane [data-reply]");

function update() {
  const here = pane();
  if (!here) {
    shown = "";
    return;
  }
  if (here.dataset.conversation !== shown) {
    shown = here.dataset.conversation;
    follows = true;
    newest = last();
  }
  restore();
  if (follows) toEnd(here);
  announce(here);
  read();
}

const last = () => Math.max(0, ...positions());
const positions = () =>
  [...document.querySelectorAll("#pane .is-live [data-position]")].map(
    (each) => Number(each.dataset.position),
  );

function scroller(here) {
  const inner = here.querySelector("[data-scroll]");
  return getComputedStyle(inner).overflowY === "auto" ? inner : document.scrollingElement;
}

function remember() {
  const here = pane();
  if (!here) return;
  const { scrollHeight, scrollTop, clientHeight } = scroller(here);
  follows = scrollHeight - scrollTop - clientHeight < NEAR;
}

function toEnd(here) {
  const place = scroller(here);
  place.scrollTop = place.scrollHeight;
}

// Screen readers hear what the person wrote, once.
function announce(here) {
  const position = last();
  if (position <= newest) return;
  newest = position;
  const entry = here.querySelector(`.is-live [data-position="${position}"].from-user`);
  const place = here.querySelector("[data-newest]");
  if (!entry || !place) return;
  const name = entry.querySelector(".who-said strong").textContent;
  const text = entry.querySelector(".words").textContent.slice(0, SHORT);
  place.textContent = place.dataset.said.replace("{name}", name).replace("{text}", text);
}

function read() {
  const here = pane();
  const position = here ? last() : 0;
  if (!position || document.hidden) return;
  const marked = `${shown} ${position}`;
  if (read.marked === marked) return;
  read.marked = marked;
  const form = new FormData();
  form.set("csrf", document.body.dataset.csrf);
  form.set("position", position);
  const place = `/console/conversations/${shown}/read`;
  fetch(place, { method: "POST", body: form }).catch(() => { read.marked = ""; });
}

function keep(target) {
  if (target.matches?.("[data-reply]")) kept.set(shown, target.value);
}

// A pane that is drawn anew while somebody writes must not take their words.
function restore() {
  const box = replyBox();
  if (!box) return;
  if (box.value) kept.set(shown, box.value);
  else if (kept.get(shown)) box.value = kept.get(shown);
}

function forgetSent({ requestConfig, xhr }) {
  if (!requestConfig?.path?.endsWith("/reply") || xhr.status !== 200) return;
  kept.delete(shown);
  follows = true;
}

// A form that was opened in the head keeps what is typed in it; the head is drawn anew after it.
function holdHead(detail) {
  const head = detail.target;
  if (!head.matches(".conversation-head") || !head.querySelector("details[open]")) return;
  detail.shouldSwap = false;
  isStale = true;
}

function freshen({ target }) {
  const head = target.closest?.(".conversation-head");
  if (!isStale || !head || head.querySelector("details[open]")) return;
  isStale = false;
  head.dispatchEvent(new CustomEvent("live:owner"));
}

// A colleague has it now: nothing of it stays on the screen.
function leave({ requestConfig, xhr }) {
  const here = pane();
  if (!here || ![403, 404].includes(xhr.status) || requestConfig.verb !== "get") return;
  if (!requestConfig.path.startsWith("/console/conversations/")) return;
  const notice = document.createElement("p");
  notice.className = "notice is-refusal";
  notice.textContent = here.dataset.gone;
  here.replaceWith(notice);
}

function fold({ key }) {
  if (key !== "Escape") return;
  for (const open of document.querySelectorAll("#pane .acts details[open]")) open.open = false;
}

function sendByEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches?.("[data-reply]") || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  const form = event.target.form;
  form.requestSubmit(form.querySelector(".send"));
}
