// Keeps the list fresh, its counts right, and its place when it is drawn anew.

const SOON = 250; // milliseconds: somebody waits or was taken
const LATER = 1500; // a message only moves a line; the open conversation shows it at once

let timer;
let due = Infinity;

export function keepList() {
  const { body } = document;
  body.addEventListener("sse:queue", ({ detail }) => { count(detail); refresh(SOON); });
  body.addEventListener("sse:owner", () => refresh(SOON));
  body.addEventListener("sse:message", () => refresh(LATER));
  body.addEventListener("sse:reset", () => refresh(SOON));
  body.addEventListener("change", ({ target }) => {
    if (target.matches?.("#inbox-filters select")) target.form.requestSubmit();
  });
  body.addEventListener("htmx:beforeSwap", remember);
  body.addEventListener("htmx:afterSettle", ({ target }) => {
    restore();
    if (target?.id === "pane") opened();
  });
  restore();
}

function refresh(within) {
  const at = Date.now() + within;
  if (at >= due) return;
  due = at;
  clearTimeout(timer);
  timer = setTimeout(() => {
    due = Infinity;
    document.getElementById("inbox")?.dispatchEvent(new CustomEvent("inbox:refresh"));
  }, within);
}

function count(counts) {
  for (const place of document.querySelectorAll("[data-count]")) {
    const number = counts[place.dataset.count] ?? 0;
    place.textContent = number;
    place.hidden = number === 0;
  }
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = counts.waiting ? `(${counts.waiting}) ${title}` : title;
}

let focused = null;

function remember() {
  focused = document.activeElement?.dataset?.entry ?? null;
}

function restore() {
  const shown = document.querySelector("#pane [data-conversation]")?.dataset.conversation;
  for (const entry of document.querySelectorAll("[data-entry]")) {
    if (entry.dataset.entry === shown) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
    if (entry.dataset.entry === focused && document.activeElement === document.body) entry.focus();
  }
}

// A conversation came on the screen, so it is read now.
function opened() {
  document.querySelector(".main-pane")?.scrollTo(0, 0);
  refresh(SOON);
}
