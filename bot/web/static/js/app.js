/** The web chat: one conversation, shown and kept in step with the desk. */

import * as api from "./api.js";
import * as composer from "./composer.js";
import * as identity from "./identity.js";
import * as view from "./view.js";
import { showIn, shownLanguage, speaks, word } from "./words.js";

/** A short break of the event stream is nobody's concern. */
const NOTICE_AFTER = 4000;
/** After a reload, an answer that is still being made is waited for this long. */
const LATE_ANSWER = 40_000;

let session;
let noticeTimer;

/** Everything known about the conversation on the page. */
function newSession(id) {
  return { id, sent: new Map(), told: new Set(), open: 0, empty: true, line: Promise.resolve() };
}

async function start(id) {
  session?.end?.();
  const mine = newSession(id);
  session = mine;
  view.clear();
  suggest();
  let past = { messages: [], position: 0 };
  try {
    past = await api.history(id);
  } catch {
    view.showNotice("reconnecting");
  }
  if (session !== mine) return;
  recount(past.messages);
  const position = past.position ?? past.messages.at(-1)?.position ?? 0;
  mine.end = api.follow(id, position, listener(mine));
}

function listener(mine) {
  const ours = (tell) => (said) => session === mine && tell(said);
  return {
    onQuestion: ours(asked),
    onAnswer: ours(answered),
    onState: ours(connection),
  };
}

/** Draw what was said before. */
function recount(messages) {
  view.setBusy(true);
  for (const said of messages) {
    session.empty = false;
    session.told.add(said.position);
    if (isQuestion(said)) {
      session.sent.set(said.id, view.addQuestion(said.text));
    } else {
      view.addAnswer([said], said.language);
      offer([said], said.language);
    }
  }
  view.setBusy(false);
  const last = messages.at(-1);
  if (!last) return;
  view.toEnd();
  if (isQuestion(last)) awaitLate(session);
}

function isQuestion(said) {
  return said.sender ? said.sender === "user" : said.direction === "in";
}

function awaitLate(mine) {
  view.showTyping(true);
  setTimeout(() => session === mine && mine.open === 0 && view.showTyping(false), LATE_ANSWER);
}

/** Say something; what is shown and what is sent differ where a button is pressed. */
function say(text, shown = text) {
  const mine = session;
  mine.empty = false;
  const message = { text, id: identity.uuid(), language: identity.chosenLanguage() };
  const row = view.addQuestion(shown);
  mine.sent.set(message.id, row);
  deliver(mine, message, row);
}

/** Messages go one after another, so that a retry never lets a later one overtake. */
function deliver(mine, message, row) {
  view.markWaiting(row);
  mine.open += 1;
  view.showTyping(true);
  mine.line = mine.line.then(async () => {
    try {
      const turn = await api.send(mine.id, message);
      view.markTaken(row);
      settle(mine);
      if (session === mine) answered(turn);
    } catch (error) {
      settle(mine);
      const again = error.passes ? () => deliver(mine, message, row) : null;
      view.markFailed(row, faultKey(error.status), again);
    }
  });
}

function settle(mine) {
  mine.open -= 1;
  if (session === mine) view.showTyping(mine.open > 0);
}

function faultKey(status) {
  return { 413: "too_long", 422: "not_understood", 429: "too_many" }[status] ?? "failed";
}

/** Another page of this conversation asked something. */
function asked(question) {
  if (session.sent.has(question.id) || session.told.has(question.position)) return;
  session.empty = false;
  session.told.add(question.position);
  session.sent.set(question.id, view.addQuestion(question.text));
  view.showTyping(true);
}

/** An answer came, over the request or over the stream; the first one counts. */
function answered(turn) {
  if (session.told.has(turn.position)) return;
  session.told.add(turn.position);
  const row = session.sent.get(turn.id);
  if (row) view.markTaken(row);
  view.showTyping(session.open > 1 || (session.open === 1 && !row));
  view.addAnswer(turn.replies, turn.language);
  offer(turn.replies, turn.language);
}

function offer(replies, language) {
  const buttons = replies.flatMap((reply) => reply.buttons ?? []);
  view.showChips(buttons, language, "choices", (button) => say(button.payload, button.title));
}

/** The first questions, as long as nothing was said. */
function suggest() {
  if (!session.empty) return;
  const questions = word("suggestions").map((title) => ({ title }));
  view.showChips(questions, shownLanguage(), "suggestions_label", ({ title }) => say(title));
}

function connection(open) {
  clearTimeout(noticeTimer);
  if (open) view.showNotice(navigator.onLine ? null : "offline");
  else noticeTimer = setTimeout(() => view.showNotice(offlineKey()), NOTICE_AFTER);
}

function offlineKey() {
  return navigator.onLine ? "reconnecting" : "offline";
}

function chooseLanguage(language) {
  identity.chooseLanguage(language);
  showIn(language);
  suggest();
}

function listenToPage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = speaks(asked) ? asked : identity.chosenLanguage();
  if (speaks(kept)) showIn(kept);
  for (const input of document.querySelectorAll("input[name=language]")) {
    input.checked = input.value === shownLanguage();
    input.addEventListener("change", () => chooseLanguage(input.value));
  }
  const ask = document.getElementById("ask");
  document.getElementById("fresh").addEventListener("click", () => {
    if (session.empty) composer.focus();
    else ask.showModal();
  });
  ask.addEventListener("close", () => {
    if (ask.returnValue === "yes") start(identity.newConversation()).then(composer.focus);
    ask.returnValue = "";
  });
  addEventListener("offline", () => view.showNotice("offline"));
  addEventListener("online", () => view.showNotice(null));
}

listenToPage();
composer.listen((text) => say(text));
start(identity.currentConversation()).then(composer.focus);
