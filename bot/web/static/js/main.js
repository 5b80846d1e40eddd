// The page's composition: what the person does goes out, what comes in is drawn.

import * as api from "./api.js";
import { conversationId, newConversation } from "./conversation.js";
import * as language from "./language.js";
import { Sending } from "./sending.js";
import * as view from "./view.js";

const form = document.getElementById("composer");
const box = document.getElementById("text");

let chat = null;

class Chat {
  constructor(id) {
    this.id = id;
    this.bubbles = new Map();
    this.answered = new Set();
    this.sending = new Sending(id, this);
  }

  // What was written before the past is known waits for it, so that the order on the page is true.
  async open() {
    const past = await api.history(this.id, this);
    if (chat !== this) return;
    const done = past.messages.filter((each) => ["done", "failed"].includes(each.status));
    const left = this.sending.leftover(new Set(done.map((each) => each.id)));
    view.before(() => {
      this.draw(past.messages);
      left.filter((message) => !this.bubbles.has(message.id)).forEach((each) => this.show(each));
    });
    this.source = api.follow(this.id, past.position, this);
    this.sending.release(left);
    if (past.messages.length + left.length > 0) view.toEnd(false);
  }

  close() {
    this.sending.stop();
    this.source?.close();
  }

  draw(messages) {
    for (const message of messages) {
      if (message.direction === "in") {
        this.bubbles.set(message.id ?? message.position, view.question(message.id, message.text));
      } else {
        view.answer(message, message.language, message.author);
      }
    }
    const last = messages.at(-1);
    if (last?.direction === "out") this.offer(lastButtons(messages), last.language);
    else if (last && ["waiting", "answering"].includes(last.status)) view.isTyping(true);
  }

  offer(buttons, spoken) {
    view.chips(buttons, spoken, (button, byKey) => {
      this.say(button.payload, button.title);
      pressed(byKey);
    });
  }

  say(text, shown = text) {
    const message = this.sending.add(text, shown, language.chosen());
    if (!this.bubbles.has(message.id)) this.show(message);
  }

  show(message) {
    this.bubbles.set(message.id, view.question(message.id, message.shown));
    view.toEnd();
  }

  // An answer comes twice: from the request and from the stream. It is drawn once.
  answer(turn) {
    if (this.answered.has(turn.question)) return;
    this.answered.add(turn.question);
    view.isTyping(false);
    const bubble = this.bubbles.get(turn.id ?? turn.question);
    if (bubble) view.clearState(bubble);
    const drawn = turn.replies.map((reply) => view.answer(reply, turn.language));
    this.offer(turn.replies.flatMap((reply) => reply.buttons), turn.language);
    view.toBeginning(drawn[0]);
  }

  // Of staff or of the desk, without being asked.
  said(post) {
    view.isTyping(false);
    const drawn = post.replies.map((reply) => view.answer(reply, post.language, post.author));
    this.offer(post.replies.flatMap((reply) => reply.buttons), post.language);
    view.toBeginning(drawn[0]);
  }

  // From another page of the same conversation.
  question(asked) {
    const key = asked.id ?? asked.position;
    if (this.bubbles.has(key)) return;
    this.bubbles.set(key, view.question(asked.id, asked.text));
    view.isTyping(true);
  }

  connected(isConnected) {
    if (isConnected) view.tell(null);
    else view.tell(navigator.onLine ? "reconnecting" : "offline");
  }

  busy(isBusy) {
    view.isTyping(isBusy);
  }

  stored(message, turn) {
    view.tell(null);
    this.answer(turn);
  }

  refused(message, type) {
    const key = type === "text_too_long" ? "too_long" : "not_sent";
    view.unsentState(this.bubbles.get(message.id), key);
    view.isTyping(false);
  }

  delayed(message, why) {
    view.unsentState(this.bubbles.get(message.id), "waiting");
    view.tell(why);
  }

  failed(message) {
    view.unsentState(this.bubbles.get(message.id), "not_sent", () => this.sending.again());
  }
}

// The buttons under the newest answer, which may be several messages.
function lastButtons(messages) {
  const asked = messages.findLastIndex((each) => each.direction === "in");
  return messages.slice(asked + 1).flatMap((each) => each.buttons);
}

function grow() {
  box.style.height = "auto";
  if (box.value) box.style.height = `${box.scrollHeight + 3}px`; // both borders; CSS has the most
}

function submit(event) {
  event.preventDefault();
  const text = box.value.trim();
  if (text !== "") {
    chat.say(text);
    box.value = "";
    grow();
  }
  box.focus();
}

function begin(id) {
  chat?.close();
  view.clear();
  view.isTyping(false);
  chat = new Chat(id);
  chat.open();
}

function suggest() {
  view.suggest((text, byKey) => {
    chat.say(text);
    pressed(byKey);
  });
}

// A pressed button is gone; a phone's keyboard should not open for it.
function pressed(byKey) {
  if (byKey) box.focus();
  else view.focusLog();
}

form.addEventListener("submit", submit);
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  // Enter also ends a word in an input method; that one is not ours.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
});
addEventListener("offline", () => view.tell("offline"));
addEventListener("online", () => view.tell(null));
document.getElementById("languages").addEventListener("click", (event) => {
  const wanted = event.target.closest("button")?.dataset.language;
  if (!wanted) return;
  language.choose(wanted);
  suggest();
});
document.getElementById("privacy-question").addEventListener("click", () => {
  chat.say(language.text("privacy_question"));
});
document.getElementById("new-chat").addEventListener("click", () => {
  if (!confirm(language.text("new_chat_confirm"))) return;
  begin(newConversation());
  box.focus();
});

const chosen = language.chosen();
if (chosen && chosen !== language.current() && !new URLSearchParams(location.search).has("lang")) {
  language.show(chosen);
}
suggest();
begin(conversationId());
document.documentElement.dataset.ready = "true";
