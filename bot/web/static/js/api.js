// The chat API over HTTP. Knows no page.

const REOPEN_SECONDS = 10;
const LONGEST_PAUSE = 15; // seconds

export class Refused extends Error {
  constructor(status, type) {
    super(type);
    this.status = status;
    this.type = type;
  }
}

export class Later extends Error {
  constructor(seconds, tooMany) {
    super("later");
    this.seconds = seconds;
    this.tooMany = tooMany;
  }
}

const address = (conversation, part) => `/api/chat/${conversation}/${part}`;

// Resolves to the stored answer. Throws Later when the same message may be sent again, Refused
// when it never will be taken; any other error is the network's.
export async function send(conversation, message) {
  const { id, text, language } = message;
  const response = await fetch(address(conversation, "messages"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id, text, language }),
  });
  if (response.ok) return response.json();
  const seconds = Number(response.headers.get("Retry-After")) || 2;
  if (response.status === 429) throw new Later(seconds, true);
  if (response.status >= 500) throw new Later(seconds, false);
  const body = await response.json().catch(() => ({}));
  throw new Refused(response.status, body.error?.code ?? "");
}

// What has been said so far; asks until it is told, and says meanwhile that it is not connected.
export async function history(conversation, on) {
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const response = await fetch(address(conversation, "messages")).catch(() => null);
    const past = response?.ok ? await response.json().catch(() => null) : null;
    on.connected(past !== null);
    if (past) return past;
    await new Promise((resolve) => { setTimeout(resolve, pause * 1000); });
  }
}

// Answers from `after` on. The browser itself comes back with Last-Event-ID after a cut, but gives
// up for good when it is refused, as by a proxy while the desk restarts; then we ask again.
export function follow(conversation, after, on) {
  let source = null;
  let timer = null;
  let last = after;
  const open = () => {
    source = new EventSource(`${address(conversation, "events")}?after=${last}`);
    source.addEventListener("open", () => on.connected(true));
    source.addEventListener("error", () => {
      on.connected(false);
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_SECONDS * 1000);
    });
    source.addEventListener("question", (event) => on.question(JSON.parse(event.data)));
    source.addEventListener("message", (event) => {
      const post = JSON.parse(event.data);
      if (post.position <= last) return;
      last = post.position;
      on.said(post);
    });
    source.addEventListener("answer", (event) => {
      const turn = JSON.parse(event.data);
      last = Math.max(last, turn.position);
      on.answer(turn);
    });
  };
  open();
  return { close: () => { clearTimeout(timer); source.close(); } };
}
