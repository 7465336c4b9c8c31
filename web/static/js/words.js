// The words of the screens, from the one wording table. Knows no rule of the hangar.

/** @type {Record<string, string>} */
const table = await (await fetch("/static/words.json")).json();

/**
 * The sentence of a key, its {places} filled.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  const text = table[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)).replace(/ ([?!:;])/g, "\u00a0$1");
}

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
  return texts[document.documentElement.lang] ?? texts.fr ?? "";
}

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
  return `${grams < 0 ? "−" : ""}${grouped}${part ? "," + part : ""}`;
}

/** A unit's name for so many of it. @param {string} unit @param {number} [count] */
export const unitName = (unit, count = 2) => say(`${count < 2 ? "unit_one" : "unit"}_${unit}`);

/**
 * What a crate holds, for a person: "12,4 kg" or "12 pièces".
 * @param {{net_g?: number | null, count?: number | null}} thing
 * @param {string} [unit]
 */
export function amount(thing, unit) {
  const name = unit && unit !== "kg" ? unitName(unit, thing.count ?? 2) : "";
  if (thing.count !== null && thing.count !== undefined) return `${thing.count} ${name}`.trim();
  return thing.net_g === null || thing.net_g === undefined ? "" : `${kilograms(thing.net_g)} kg`;
}

/** @param {number | null | undefined} tenths */
export function celsius(tenths) {
  if (tenths === null || tenths === undefined) return "";
  const size = Math.abs(tenths);
  return `${tenths < 0 ? "−" : ""}${Math.floor(size / 10)},${size % 10} °C`;
}

const zone = document.body.dataset.timezone || "Europe/Paris";

/** Today in the hangar, wherever this tablet believes to be, as 2026-11-24. @param {number} [later] days */
export function today(later = 0) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const [year, month, date] = parts.format(new Date()).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + later)).toISOString().slice(0, 10);
}

/** The hangar's date of an instant. @param {string} instant */
export const localDay = (instant) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));

/** @param {string} iso a date as 2026-11-24 */
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-");
  return `${date}/${month}/${year}`;
}

/** @param {string | null | undefined} time a time as 07:40, or an instant */
export function clock(time) {
  if (!time) return "";
  const here = new Intl.DateTimeFormat("fr-FR", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const [hour, minute] = (time.includes("T") ? here.format(new Date(time)) : time).split(":").map(Number);
  return `${hour} h ${String(minute).padStart(2, "0")}`;
}

/** Thousandths of a unit, in French. @param {number} milli @param {string} unit */
export function quantity(milli, unit) {
  const whole = Math.floor(milli / 1000);
  const part = String(milli % 1000).padStart(3, "0").replace(/0+$/, "");
  return `${whole}${part ? `,${part}` : ""} ${unitName(unit, milli / 1000)}`;
}
