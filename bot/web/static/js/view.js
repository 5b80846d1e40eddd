/** Draws the conversation. */

import { linked } from "./links.js";
import { mark, word } from "./words.js";

const scroll = document.getElementById("scroll");
const log = document.getElementById("log");
const chips = document.getElementById("chips");
const typing = document.getElementById("typing");
const notice = document.getElementById("notice");
const MARGIN = 12;

/** Add what the person said; gives the row, for its later fate. */
export function addQuestion(text) {
  const row = addRow("mine", "you", text, null);
  showChips([]);
  toEnd();
  return row;
}

/** Add an answer's messages; the view stays at the answer's beginning. */
export function addAnswer(replies, language) {
  const rows = replies.filter((reply) => reply.text).map((reply) => addRow("bot", "bot", reply.text, language));
  if (rows.length) scroll.scrollTop = rows[0].offsetTop - scroll.offsetTop - MARGIN;
}

/** Show choices under the newest answer; `press` gets the chosen one. */
export function showChips(buttons, language = null, label = "choices", press = () => {}) {
  chips.replaceChildren(
    ...buttons.map((button) => {
      const node = document.createElement("button");
      node.type = "button";
      node.textContent = button.title;
      mark(node, button.title, language);
      node.addEventListener("click", () => press(button));
      return node;
    }),
  );
  mark(chips, "", language);
  if (!language) chips.removeAttribute("dir");
  chips.setAttribute("aria-label", word(label));
  chips.hidden = buttons.length === 0;
}

/** Show or hide that an answer is on its way. */
export function showTyping(shown) {
  if (typing.hidden !== shown) return;
  typing.hidden = !shown;
  document.getElementById("typing-words").textContent = shown ? word("typing") : "";
  if (shown) toEnd();
}

/** Tell something about the connection, or nothing. */
export function showNotice(key) {
  notice.hidden = !key;
  notice.textContent = key ? word(key) : "";
}

/** A message is on its way. */
export function markWaiting(row) {
  row.classList.remove("failed");
  row.classList.add("waiting");
  row.querySelector(".fault")?.remove();
}

/** A message was taken. */
export function markTaken(row) {
  row.classList.remove("failed", "waiting");
  row.querySelector(".fault")?.remove();
}

/** A message was not taken; `again` sends it once more, where that can help. */
export function markFailed(row, key, again = null) {
  markTaken(row);
  row.classList.add("failed");
  const fault = document.createElement("p");
  fault.className = "fault";
  fault.append(word(key));
  if (again) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word("retry");
    button.addEventListener("click", again, { once: true });
    fault.append(" ", button);
  }
  row.append(fault);
  toEnd();
}

/** Empty the page for another conversation. */
export function clear() {
  log.replaceChildren();
  showChips([]);
  showTyping(false);
}

/** While the history is drawn, a screen reader need not read all of it aloud. */
export function setBusy(busy) {
  log.setAttribute("aria-busy", String(busy));
}

/** Go to the newest message. */
export function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

function addRow(side, sender, text, language) {
  const row = document.createElement("div");
  row.className = `row ${side}`;
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  const who = document.createElement("span");
  who.className = "unseen";
  who.textContent = word(sender);
  const said = document.createElement("p");
  said.className = "said";
  mark(said, text, language);
  said.append(linked(text));
  bubble.append(who, said);
  row.append(bubble);
  log.append(row);
  return row;
}
