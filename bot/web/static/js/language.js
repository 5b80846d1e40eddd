// The page's language: which one, how to switch, and every word that stands on the page.

export const texts = JSON.parse(document.getElementById("texts").textContent);

const COOKIE = "rahbar_language";
const root = document.documentElement;

export function current() {
  return root.dataset.language;
}

// Only a choice of the person's own is told to the assistant; a browser's default is none.
export function chosen() {
  const found = document.cookie.match(new RegExp(`(?:^|; )${COOKIE}=([a-z_]+)`));
  return found && texts[found[1]] ? found[1] : undefined;
}

export function text(key) {
  return texts[current()][key];
}

function put(selector, attribute, apply) {
  for (const element of document.querySelectorAll(selector)) {
    apply(element, text(element.dataset[attribute]));
  }
}

export function show(language) {
  root.dataset.language = language;
  root.lang = texts[language].tag;
  root.dir = texts[language].dir;
  put("[data-text]", "text", (element, value) => { element.textContent = value; });
  put("[data-placeholder]", "placeholder", (element, value) => { element.placeholder = value; });
  put("[data-label]", "label", (element, value) => {
    element.setAttribute("aria-label", value);
    if (element.title) element.title = value;
  });
  for (const button of document.querySelectorAll("#languages button")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

export function choose(language) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  show(language);
}
