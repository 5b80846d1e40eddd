// What is on the page. Draws; decides nothing.

import { text, texts } from "./language.js";
import { looksUrdu, paragraphs } from "./rich_text.js";

const log = document.getElementById("log");
const scroll = document.getElementById("scroll");
const typing = document.getElementById("typing");
const notice = document.getElementById("notice");
const suggestions = document.getElementById("suggestions");

const QUESTION_HEIGHT = 64; // pixels

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

// Words of the page itself; they follow when the person switches the language.
function own(made, key) {
  made.dataset.text = key;
  made.textContent = text(key);
  return made;
}

function speak(bubble, words, language) {
  const known = texts[language];
  bubble.lang = known ? known.tag : looksUrdu(words) ? "ur" : "en";
  bubble.dir = known ? known.dir : looksUrdu(words) ? "rtl" : "ltr";
}

export function toEnd(smooth = true) {
  scroll.scrollTo({ top: scroll.scrollHeight, behavior: smooth ? "smooth" : "instant" });
}

// A long answer is read from its first line, with the end of the question above it.
export function toBeginning(bubble) {
  if (!bubble) return;
  const top = bubble.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  scroll.scrollTo({ top: scroll.scrollTop + top - QUESTION_HEIGHT });
}

function said(className, speaker, words, language) {
  const bubble = element("div", `bubble ${className}`);
  speak(bubble, words, language);
  const who = element("span", "unseen");
  who.textContent = `${text(speaker)}: `;
  who.lang = document.documentElement.lang;
  bubble.append(who, ...paragraphs(words));
  return bubble;
}

export function question(id, words) {
  dropChips();
  const bubble = said("from-user", "you", words);
  bubble.dataset.id = id ?? "";
  log.append(bubble);
  return bubble;
}

export function answer(reply, language, author = "assistant") {
  if (!reply.text) return null;
  const isStaff = author === "staff";
  const bubble = said(isStaff ? "from-staff" : "from-bot", isStaff ? "staff" : "assistant", reply.text, language);
  log.append(bubble);
  return bubble;
}

export function chip(title, language, press) {
  const button = element("button", "chip");
  button.type = "button";
  button.textContent = title;
  speak(button, title, language);
  button.addEventListener("click", () => press(button.matches(":focus-visible")));
  return button;
}

export function chips(buttons, language, press) {
  dropChips();
  if (buttons.length === 0) return;
  const group = element("div", "chips");
  group.setAttribute("role", "group");
  group.dataset.label = "choices";
  group.setAttribute("aria-label", text("choices"));
  if (texts[language]) group.dir = texts[language].dir;
  group.append(...buttons.map((each) => chip(each.title, language, (byKey) => press(each, byKey))));
  log.append(group);
}

export function dropChips() {
  for (const group of log.querySelectorAll(".chips")) group.remove();
}

export function suggest(press) {
  const language = document.documentElement.dataset.language;
  suggestions.replaceChildren(
    ...text("suggestions").map((each) => chip(each, language, (byKey) => press(each, byKey))),
  );
}

// Under a message that is not with the desk yet: why, and a way to try again.
export function unsentState(bubble, key, retry) {
  clearState(bubble);
  bubble.classList.add("unsent");
  const state = element("div", "state");
  state.append(own(element("span", ""), key));
  if (retry) {
    const button = own(element("button", "link"), "retry");
    button.type = "button";
    button.addEventListener("click", retry);
    state.append(button);
  }
  bubble.after(state);
}

export function clearState(bubble) {
  bubble.classList.remove("unsent");
  if (bubble.nextElementSibling?.classList.contains("state")) bubble.nextElementSibling.remove();
}

export function isTyping(on) {
  typing.hidden = !on;
  if (on) toEnd();
}

export function tell(key) {
  notice.hidden = !key;
  if (key) own(notice, key);
}

// Draws the past above what has been written meanwhile; a screen reader is not told it all again.
export function before(draw) {
  const early = [...log.childNodes];
  log.setAttribute("aria-live", "off");
  draw();
  log.append(...early);
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

export function clear() {
  log.replaceChildren();
}

export function focusLog() {
  log.focus({ preventScroll: true });
}
