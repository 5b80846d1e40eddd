/** The chat API: send with patience, read back, and follow what comes later. */

const RETRIES = 3;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** The desk waits up to 30 s for its engine; only after that is silence a fault. */
const ANSWER_TIMEOUT = 45_000;
const REOPEN_AFTER = 10_000;

/** The desk refused, or could not be reached; `status` is 0 without an answer. */
export class SendError extends Error {
  constructor(status, pause = 0) {
    super(`message not taken: ${status}`);
    this.status = status;
    this.pause = pause;
  }

  /** Whether the same message may be taken later. */
  get passes() {
    return [0, 408, 425, 429].includes(this.status) || this.status >= 500;
  }
}

/** Send a message until it is answered; each attempt has the same id, so it counts once. */
export async function send(conversation, message) {
  for (let attempt = 0; ; attempt += 1) {
    await online();
    try {
      return await post(conversation, message);
    } catch (error) {
      if (!error.passes || attempt === RETRIES) throw error;
      await sleep(Math.min(error.pause || FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE));
    }
  }
}

/** What has been said so far: `{messages, position, language, owner}`. */
export async function history(conversation) {
  const response = await fetch(address(conversation, "messages"));
  if (!response.ok) throw new SendError(response.status);
  return response.json();
}

/**
 * Follow a conversation from a position on. `heard` has onQuestion, onAnswer and onState(open).
 * Returns a function that ends it.
 */
export function follow(conversation, position, heard) {
  let source;
  let timer;
  let last = position;
  const open = () => {
    source = new EventSource(`${address(conversation, "events")}?after=${last}`);
    source.onopen = () => heard.onState(true);
    source.onerror = () => {
      heard.onState(false);
      // A refusal closes it for good; a lost line is taken up again by the browser itself.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_AFTER);
    };
    source.addEventListener("question", (event) => heard.onQuestion(JSON.parse(event.data)));
    source.addEventListener("answer", (event) => {
      const turn = JSON.parse(event.data);
      last = Math.max(last, turn.position);
      heard.onAnswer(turn);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

async function post(conversation, message) {
  let response;
  try {
    response = await fetch(address(conversation, "messages"), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout?.(ANSWER_TIMEOUT),
    });
    if (response.ok) return await response.json();
  } catch {
    throw new SendError(0);
  }
  throw new SendError(response.status, 1000 * Number(response.headers.get("Retry-After") || 0));
}

function address(conversation, what) {
  return `/api/chat/${encodeURIComponent(conversation)}/${what}`;
}

function online() {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve) => addEventListener("online", resolve, { once: true }));
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
