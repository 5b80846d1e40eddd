// Canned answers by "/" and programme cards by "#", above the reply box.

const SOURCES = { "/": "canned", "#": "cards" };
const MOST_CARDS = 3;
const PAUSE = 120; // milliseconds after a letter

let timer;
let asked = 0;

export function listenToPicker() {
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("[data-reply]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => look(target), PAUSE);
  });
  // Before every other listener: while the list is open its keys are its own.
  document.addEventListener("keydown", steer, { capture: true });
  document.addEventListener("click", clicked);
}

const list = () => document.getElementById("picker");
const box = () => document.querySelector("#pane [data-reply]");
const options = () => [...(list()?.querySelectorAll("[role=option]") ?? [])];
const isOpen = () => list() && !list().hidden;

async function look(target) {
  const source = target.dataset[SOURCES[target.value[0]]];
  if (!source || target.value.includes("\n")) return close();
  const turn = ++asked;
  const words = encodeURIComponent(target.value.slice(1).trim());
  const response = await fetch(`${source}&q=${words}`, { headers: { "HX-Request": "true" } });
  if (!response.ok || turn !== asked || !list()) return;
  // The desk has escaped everything in it.
  list().innerHTML = await response.text();
  list().hidden = false;
  select(0);
}

function steer(event) {
  if (!isOpen() || !event.target.matches?.("[data-reply]") || event.isComposing) return;
  const all = options();
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select((at + 1) % all.length);
  else if (event.key === "ArrowUp") select((at + all.length - 1) % all.length);
  else if ((event.key === "Enter" || event.key === "Tab") && all.length) pick(all[Math.max(at, 0)]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function select(index) {
  const all = options();
  all.forEach((each, n) => each.setAttribute("aria-selected", String(n === index)));
  if (!all[index]) return box()?.removeAttribute("aria-activedescendant");
  box()?.setAttribute("aria-activedescendant", all[index].id);
  all[index].scrollIntoView({ block: "nearest" });
}

function clicked({ target }) {
  const option = target.closest?.("#picker [role=option]");
  if (option) return pick(option);
  const opener = target.closest?.("[data-open]");
  if (opener) return open(opener.dataset.open);
  const remove = target.closest?.("[data-attached] button");
  if (remove) remove.closest("li").remove();
  if (!target.closest?.("#picker")) close();
}

function open(sign) {
  const field = box();
  if (!field.value) change(field, sign);
  field.focus();
  look({ dataset: field.dataset, value: field.value[0] === sign ? field.value : sign });
}

function pick(option) {
  const field = box();
  if (option.dataset.card) attach(option, field);
  else change(field, option.dataset.text);
  close();
  field.focus();
}

function attach(option, field) {
  const place = field.form.querySelector("[data-attached]");
  const has = [...place.querySelectorAll("input")].some(({ value }) => value === option.dataset.card);
  if (!has && place.children.length < MOST_CARDS) place.append(chip(option, field));
  if (field.value.startsWith("#")) change(field, "");
}

function chip({ dataset }, field) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = dataset.title;
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name: "card", value: dataset.card });
  const remove = document.createElement("button");
  Object.assign(remove, { type: "button", textContent: "×", className: "plain" });
  remove.setAttribute("aria-label", `${field.dataset.remove}: ${dataset.title}`);
  item.append(name, input, remove);
  return item;
}

function change(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  asked += 1;
  clearTimeout(timer);
  if (list()) list().hidden = true;
  box()?.removeAttribute("aria-activedescendant");
}
