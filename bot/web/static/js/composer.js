/** Where people write: grows with the text, Enter sends, Shift and Enter breaks the line. */

const form = document.getElementById("composer");
const field = document.getElementById("text");
const button = form.querySelector("button");

/** Hand over each written message to `say`. */
export function listen(say) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    changed();
    say(text);
    field.focus();
  });
  field.addEventListener("input", changed);
  field.addEventListener("keydown", (event) => {
    // While a word is being composed, Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  changed();
}

/** Put the cursor there, where that does not open a phone's keyboard. */
export function focus() {
  if (matchMedia("(hover: hover)").matches) field.focus();
}

function changed() {
  button.disabled = !field.value.trim();
  field.style.height = "auto";
  if (field.value) field.style.height = `${field.scrollHeight + 3}px`;
}
