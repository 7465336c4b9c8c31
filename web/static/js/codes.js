// What a scanned text is, by its grammar and check character; the same rules as labels/scanned.py.
// Looks nothing up.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRTUVWXY";
const KINDS = /^[CKPRGTNVBXED][0-9A-HJKMNP-RT-Y]{11}$/;

/** @param {string} digits with their check digit last */
export function checkDigitHolds(digits) {
  let sum = 0;
  for (let i = digits.length - 2, weight = 3; i >= 0; i -= 1, weight = 4 - weight) sum += Number(digits[i]) * weight;
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/** The hub's own code: twelve characters, the last one a check. @param {string} code */
export function isOwnCode(code) {
  return KINDS.test(code) && [...code].reduce((total, c, i) => total + ALPHABET.indexOf(c) * (12 - i), 0) % 31 === 0;
}

/** @param {string} text */
const isSscc = (text) => /^\d{18}$/.test(text) && checkDigitHolds(text);
/** @param {string} text */
const isGtin = (text) => /^(\d{8}|\d{12,14})$/.test(text) && checkDigitHolds(text);
/** Without the AIM identifier and what a scanner puts around. @param {string} text */
const bare = (text) => text.replace(/^\][A-Za-z][0-9A-Za-z]/, "").replace(/^[\s\u001d]+|[\s\u001d]+$/g, "");

/**
 * A code that a scanner sent twice in one line is taken once.
 * @param {string} text @returns {{code: string, doubled: boolean}}
 */
export function undoubled(text) {
  const half = text.length / 2;
  const twice = Number.isInteger(half) && half >= 6 && text.slice(0, half) === text.slice(half);
  return twice && interpret(text.slice(0, half)).kind !== "text" ? { code: text.slice(0, half), doubled: true } : { code: text, doubled: false };
}

/**
 * One scan, understood.
 * @param {string} text
 * @returns {{kind: "internal" | "sscc" | "gtin" | "gs1" | "text", code: string}}
 */
export function interpret(text) {
  const plain = bare(text);
  const found = ofLink(plain) ?? ofElements(plain);
  if (found) return found;
  if (isOwnCode(plain.toUpperCase())) return { kind: "internal", code: plain.toUpperCase() };
  if (isSscc(plain)) return { kind: "sscc", code: plain };
  if (isGtin(plain)) return { kind: "gtin", code: plain.padStart(14, "0") };
  return { kind: "text", code: plain };
}

/** @param {string} plain @returns {{kind: "sscc" | "gtin", code: string} | null} */
function ofLink(plain) {
  const [, ai, number] = /^https?:\/\/[^\s?#]+?\/(00|01)\/(\d+)/i.exec(plain) ?? [];
  if (ai === "00" && isSscc(number)) return { kind: "sscc", code: number };
  if (ai === "01" && isGtin(number)) return { kind: "gtin", code: number.padStart(14, "0") };
  return null;
}

/** @param {string} plain @returns {{kind: "sscc" | "gtin" | "internal" | "gs1", code: string} | null} */
function ofElements(plain) {
  const text = plain.replace(/^\((\d{2,4})\)/, "$1");
  if (text.startsWith("00") && isSscc(text.slice(2, 20))) return { kind: "sscc", code: text.slice(2, 20) };
  if (!plain.includes("\u001d") && !plain.startsWith("(")) return null;
  if (text.startsWith("01") && isGtin(text.slice(2, 16))) return { kind: "gtin", code: text.slice(2, 16) };
  const own = text.split(/\u001d|\(/).map((part) => /^9\d\)?(\w{12})$/.exec(part)?.[1]?.toUpperCase()).find((code) => code && isOwnCode(code));
  return own ? { kind: "internal", code: own } : { kind: "gs1", code: plain };
}
