/** The page's own words, in the language that it is shown in. */

const TEXTS = JSON.parse(document.getElementById("interface").textContent);
const ARABIC = /\p{Script=Arabic}/u;

let shown = document.documentElement.dataset.language;

/** The language that the page is shown in. */
export function shownLanguage() {
  return shown;
}

/** Whether the page has words in this language. */
export function speaks(language) {
  return Object.hasOwn(TEXTS, language ?? "");
}

/** A word or sentence of the page. */
export function word(key) {
  return TEXTS[shown][key];
}

/** Show the whole page in a language, right to left where it is written so. */
export function showIn(language) {
  shown = language;
  const root = document.documentElement;
  root.dataset.language = language;
  root.lang = TEXTS[language].tag;
  root.dir = TEXTS[language].dir;
  document.title = word("page_title");
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = word(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", word(node.dataset.tLabel));
    if (node.matches("button")) node.title = word(node.dataset.tLabel);
  }
  for (const node of document.querySelectorAll("[data-t-placeholder]")) {
    node.placeholder = word(node.dataset.tPlaceholder);
  }
}

/** Mark a node with the language and direction of its text. */
export function mark(node, text, language) {
  if (speaks(language)) {
    node.lang = TEXTS[language].tag;
    node.dir = TEXTS[language].dir;
  } else {
    node.dir = "auto";
    // So that Urdu gets its own letters; Latin letters may be English or Roman Urdu.
    node.lang = ARABIC.test(text) ? "ur" : "";
  }
}
