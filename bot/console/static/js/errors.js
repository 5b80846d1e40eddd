// A request that was refused or got lost is told, in the words that the desk gave.

import { tell, word } from "./words.js";

export function answerErrors() {
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    tell(message(detail.xhr) || word("failed"));
  });
  document.body.addEventListener("htmx:sendError", () => tell(word("failed")));
  document.body.addEventListener("htmx:timeout", () => tell(word("failed")));
}

function message(xhr) {
  try {
    return JSON.parse(xhr.responseText).error.message;
  } catch {
    return "";
  }
}
