// Words of an answer as nodes. Text is only ever put in as text: no markup of it is read.

const URL_LIKE = "https?:\\/\\/[^\\s<>\"'،۔]+|www\\.[^\\s<>\"'،۔]+";
const MAIL = "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+";
// Answers print addresses without their scheme: "pmyp.gov.pk". No look-behind: older phones have none.
const BARE = "(?:[a-zA-Z\\d](?:[\\w-]*)\\.)+(?:pk|com|org|net)(?![\\w-])(?:\\/[^\\s<>\"'،۔]*)?";
const PHONE = "\\+?\\d[\\d]*(?:[-\\s]\\d+)+|\\+92\\d{9,10}|0\\d{9,10}";
const PARTS = new RegExp(`(${URL_LIKE})|(${MAIL})|(${BARE})|(${PHONE})`, "g");
const TRAILING = /[.,;:!?)\]}'"\u2069]+$/;

// A phone number has enough digits and begins as one dials; "2026-27" is none.
function isPhone(text) {
  const digits = text.replace(/\D/g, "");
  return /^(\+|0)/.test(text) && digits.length >= 9 && digits.length <= 14;
}

function link(text, href) {
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.dir = "ltr";
  anchor.textContent = text;
  if (href.startsWith("http")) {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
  return anchor;
}

// Within Urdu, "042-111" would be shown from its last group to its first.
function leftToRight(text) {
  const island = document.createElement("bdi");
  island.dir = "ltr";
  island.textContent = text;
  return island;
}

function webAddress(text) {
  try {
    const url = new URL(/^https?:/.test(text) ? text : `https://${text}`);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

function node(text, isWeb, isMail) {
  if (isWeb) {
    const href = webAddress(text);
    return href ? link(text, href) : leftToRight(text);
  }
  if (isMail) return link(text, `mailto:${text}`);
  if (isPhone(text)) return link(text, `tel:${text.replace(/[^\d+]/g, "")}`);
  return leftToRight(text);
}

export function nodesOf(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    const isWeb = match[1] !== undefined || match[3] !== undefined;
    const trailing = isWeb ? (match[0].match(TRAILING)?.[0] ?? "") : "";
    const part = match[0].slice(0, match[0].length - trailing.length);
    nodes.push(document.createTextNode(text.slice(end, match.index)));
    nodes.push(node(part, isWeb, match[2] !== undefined));
    end = match.index + part.length;
  }
  nodes.push(document.createTextNode(text.slice(end)));
  return nodes.filter((each) => each.textContent !== "");
}

export function paragraphs(text) {
  return text.split(/\n{2,}/).map((part) => {
    const paragraph = document.createElement("p");
    paragraph.append(...nodesOf(part));
    return paragraph;
  });
}

const ARABIC = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/g;

export function looksUrdu(text) {
  return (text.match(ARABIC)?.length ?? 0) * 2 > text.replace(/[\s\d]/g, "").length;
}
