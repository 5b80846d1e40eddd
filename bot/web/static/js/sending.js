// Messages on their way: one after the other, each tried with the same id until it is taken.

import { Later, Refused, send } from "./api.js";
import { keepUnsent, unsent, uuid } from "./conversation.js";

const LONGEST_PAUSE = 15;
const QUIET_TRIES = 6;

export class Sending {
  // `on` is told: stored(message, answer), refused(message, type), delayed(message, why),
  // failed(message), busy(isBusy).
  constructor(conversation, on) {
    this.conversation = conversation;
    this.on = on;
    this.queue = [];
    this.running = true; // until the past is known
    this.left = unsent();
    this.wake = () => {};
    addEventListener("online", () => this.wake());
  }

  add(text, shown, language) {
    const message = { id: uuid(), text, shown, language };
    this.queue.push(message);
    this.keep();
    this.run();
    return message;
  }

  // What an earlier page of this browser could not send, without what the desk has already.
  leftover(known) {
    return this.left.filter((message) => message?.id && message.text && !known.has(message.id));
  }

  release(leftover) {
    this.released = true;
    this.queue.unshift(...leftover);
    this.keep();
    this.running = false;
    this.run();
  }

  keep() {
    if (!this.stopped) keepUnsent([...this.pastOnes(), ...this.queue]);
  }

  // Before the past is known, what an earlier page left must not be forgotten.
  pastOnes() {
    return this.released ? [] : this.left;
  }

  again() {
    this.wake();
  }

  stop() {
    this.stopped = true;
    this.wake();
  }

  async run() {
    if (this.running) return;
    this.running = true;
    while (this.queue.length > 0 && !this.stopped) {
      const message = this.queue[0];
      this.on.busy(true);
      await this.deliver(message);
      if (this.stopped) break;
      this.queue.shift();
      this.keep();
    }
    this.running = false;
    if (!this.stopped) this.on.busy(false);
  }

  async deliver(message) {
    for (let tries = 1; !this.stopped; tries += 1) {
      try {
        const answer = await send(this.conversation, message);
        if (!this.stopped) this.on.stored(message, answer);
        return;
      } catch (error) {
        if (this.stopped) return;
        if (error instanceof Refused) {
          this.on.refused(message, error.type);
          return;
        }
        await this.pause(message, error, tries);
      }
    }
  }

  async pause(message, error, tries) {
    const tooMany = error instanceof Later && error.tooMany;
    const growing = Math.min(LONGEST_PAUSE, 2 ** (tries - 1));
    const seconds = error instanceof Later ? Math.max(error.seconds, growing) : growing;
    this.on.busy(false);
    if (tries >= QUIET_TRIES && !tooMany) this.on.failed(message);
    else this.on.delayed(message, tooMany ? "too_many" : navigator.onLine ? "reconnecting" : "offline");
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
    if (!this.stopped) this.on.busy(true);
  }
}
