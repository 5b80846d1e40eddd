// The console's words that scripts need, rendered into the page in its language.

export const word = (key) => document.getElementById("words")?.dataset[key] ?? "";

let timer;

// Tell something in passing; screen readers read it out.
export function tell(text) {
  const place = document.getElementById("told");
  if (!place || !text) return;
  place.textContent = text;
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { place.hidden = true; }, 6000);
}
