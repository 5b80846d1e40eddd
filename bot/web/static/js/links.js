/** Makes addresses and phone numbers in an answer touchable, from text nodes alone. */

const ADDRESS = /https?:\/\/[^\s<>"'،؛]+/;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const SITE = /(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:pk|com|org|net)(?![\w.-]*\w)(?:\/[^\s<>"'،؛]*)?/;
/** From +, 0, (0 or the 111 of a universal number on; a year or an amount begins otherwise. */
const PHONE = /(?<![\w+/.-])(?:\+\d|\(0\d|0\d|111(?=[ -]\d{3}[ -]\d{3}))[\d ()-]{6,16}\d(?![\w/-])/;

const FINDER = new RegExp(
  `(${ADDRESS.source})|(${EMAIL.source})|(${SITE.source})|(${PHONE.source})`,
  "giu",
);
const CLOSING = /[.,;:!?)\]»”’۔؟]+$/u;

/** A fragment of text nodes and links that reads exactly as `text`. */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(FINDER)) {
    const found = match[4] ? match[0] : match[0].replace(CLOSING, "");
    const target = targetOf(found, match);
    if (!target) continue;
    fragment.append(text.slice(end, match.index), link(found, target));
    end = match.index + found.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

function targetOf(found, [, address, email, site]) {
  if (address) return found;
  if (email) return `mailto:${found}`;
  if (site) return `https://${found}`;
  const number = found.replace(/[^\d+]/g, "");
  return number.length >= 9 && number.length <= 15 ? `tel:${number}` : null;
}

function link(text, target) {
  const anchor = document.createElement("a");
  anchor.href = target;
  anchor.dir = "ltr";
  anchor.textContent = text;
  if (target.startsWith("http")) {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
  return anchor;
}
