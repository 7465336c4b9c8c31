// The words of the screens in the reader's language, from the one wording table. Knows no rule of the hangar.

/** The language of this page: the badge's. */
export const language = document.documentElement.lang || "fr";
const right = document.documentElement.dir === "rtl";
const FRENCH = "/static/words.json";
/** A sentence, or what is counted: its forms by the names of their plurals. @type {Record<string, string | Record<string, string>>} */
const table = await (await fetch(language === "fr" ? FRENCH : `/words/${language}.json`)).json();
const plurals = new Intl.PluralRules(language);

/** A number, a code, a weight: read from left to right in every language. @param {string} text */
export const ltr = (text) => (right && text ? `\u2066${text}\u2069` : text);
/** A name inside a sentence: it keeps its own direction. @param {unknown} value */
const isolated = (value) => (right ? `\u2068${value}\u2069` : String(value));

/**
 * The sentence of a key, its {places} filled.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  const text = table[key] ?? key;
  const one = typeof text === "string" ? text : text.other ?? text.many;
  return one.replace(/\{(\w+)\}/g, (whole, name) => isolated(values[name] ?? whole)).replace(/(«) | ([»?!:;])/g, "$1\u00a0$2");
}

/** The word for so many of a thing. @param {string} one key of the word for one @param {string} many key of the word for several @param {number} count */
export function counted(one, many, count) {
  const forms = table[many];
  if (typeof forms !== "object") return say(count < 2 ? one : many);
  return forms[plurals.select(count)] ?? forms.other ?? forms.many;
}

/** The French of some words, for what is kept in the ledger and read in the office. @param {string} key @returns {Promise<string>} */
export const french = async (key) => (language === "fr" ? table : await (await fetch(FRENCH)).json())[key] ?? key;

/** True when the table has these words. @param {string} key */
export const has = (key) => key in table;

/**
 * The person's language out of an answer's {"fr": …, "en": …}, or plain text as it is.
 * @param {unknown} said
 */
export function spoken(said) {
  if (said === null || said === undefined) return "";
  if (typeof said === "string") return said;
  const texts = /** @type {Record<string, string>} */ (said);
  return texts[language] ?? texts.fr ?? "";
}

/** How many of how many, never on two lines. @param {number} n @param {number} all */
export const outOf = (n, all) => `${n}\u00a0/\u00a0${all}`;

/** What went wrong with a call, in a person's words: what a browser says of a lost network is its own. @param {unknown} error */
export const failureText = (error) => (error instanceof Error && !(error instanceof TypeError) && !(error instanceof DOMException) ? error.message : say("not_understood"));

/** What is wrong, and what to do about it. @param {any} refusal */
export const refusalText = ({ say: wrong, remedy }) => [spoken(wrong), spoken(remedy)].filter(Boolean).join(" ");

/**
 * Integer grams as kilograms in French: 12340 → "12,34".
 * @param {number | null | undefined} grams
 * @param {number} [least] decimals kept at least
 */
export function kilograms(grams, least = 1) {
  if (grams === null || grams === undefined) return "—";
  const size = Math.abs(grams);
  const whole = Math.floor(size / 1000);
  let part = String(size % 1000).padStart(3, "0");
  while (part.length > least && part.endsWith("0")) part = part.slice(0, -1);
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return ltr(`${grams < 0 ? "−" : ""}${grouped}${part ? "," + part : ""}`);
}

/** Integer grams with their unit. @param {number | null | undefined} grams @param {number} [least] decimals kept at least */
export const weight = (grams, least = 1) => ltr(`${kilograms(grams, least)} kg`);

/** A unit's name for so many of it. @param {string} unit @param {number} [count] */
export const unitName = (unit, count = 2) => counted(`unit_one_${unit}`, `unit_${unit}`, count);

/**
 * What a crate holds, for a person: "12,4 kg" or "12 pièces".
 * @param {{net_g?: number | null, count?: number | null}} thing
 * @param {string} [unit]
 */
export function amount(thing, unit) {
  const name = unit && unit !== "kg" ? unitName(unit, thing.count ?? 2) : "";
  if (thing.count !== null && thing.count !== undefined) return `${thing.count} ${name}`.trim();
  return thing.net_g === null || thing.net_g === undefined ? "" : weight(thing.net_g);
}

/** @param {number | null | undefined} tenths */
export function celsius(tenths) {
  if (tenths === null || tenths === undefined) return "";
  const size = Math.abs(tenths);
  return ltr(`${tenths < 0 ? "−" : ""}${Math.floor(size / 10)},${size % 10} °C`);
}

const zone = document.body.dataset.timezone || "Europe/Paris";

const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });

/** Today in the hangar, wherever this tablet believes to be, as 2026-11-24. @param {number} [later] days */
export function today(later = 0) {
  const [year, month, date] = calendar.format(new Date()).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + later)).toISOString().slice(0, 10);
}

/** The hangar's date of an instant. @param {string} instant */
export const localDay = (instant) => calendar.format(new Date(instant));

/** @param {string} iso a date as 2026-11-24 */
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-");
  return ltr(`${date}/${month}/${year}`);
}

/** @param {string | null | undefined} time a time as 07:40, or an instant */
export function clock(time) {
  if (!time) return "";
  const here = new Intl.DateTimeFormat("fr-FR", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const [hour, minute] = (time.includes("T") ? here.format(new Date(time)) : time).split(":").map(Number);
  return ltr(`${hour}${language === "fr" ? " h " : ":"}${String(minute).padStart(2, "0")}`);
}

/** Thousandths of a unit, in French. @param {number} milli @param {string} unit */
export function quantity(milli, unit) {
  const whole = Math.floor(milli / 1000);
  const part = String(milli % 1000).padStart(3, "0").replace(/0+$/, "");
  return `${whole}${part ? `,${part}` : ""} ${unitName(unit, milli / 1000)}`;
}
