// The hub's producers, products, customers, crate types and zones, read once, with their pictures.
import { items } from "./api.js";
import { foodAddress } from "./dom.js";
import { today } from "./words.js";

/** @type {Record<string, Record<string, string>>} */
const pictures = await (await fetch("/static/pictures.json")).json();
/** @type {Map<string, Promise<Map<string, any>>>} */
const loaded = new Map();
/** @type {Map<string, Map<string, any>>} */
const known = new Map();

/**
 * One kind of master data by code: "products", "crate-types", …
 * @param {string} kind
 */
export function catalogue(kind) {
  let promise = loaded.get(kind);
  if (!promise) {
    promise = items(`${kind}?limit=500`).then((list) => {
      const map = new Map(list.map((item) => [item.code, item]));
      known.set(kind, map);
      return map;
    });
    promise.catch(() => loaded.delete(kind));
    loaded.set(kind, promise);
  }
  return promise;
}

/** Today's rounds, or those that have not left when there are none today. @returns {Promise<any[]>} */
export async function roundsNow() {
  const rounds = await items(`rounds?date=${today()}`);
  return rounds.length ? rounds : (await items("rounds")).filter((round) => round.state !== "departed");
}

/** What was taken over last, by kind. @type {Map<string, Record<string, any>>} */
const learnt = new Map();

/** Take over what a snapshot says of one kind; its goods' pictures are here before an answer shows one. @param {string} kind @param {Record<string, any>} rows by code */
export function learn(kind, rows) {
  if (learnt.get(kind) === rows) return;
  learnt.set(kind, rows);
  known.set(kind, new Map(Object.entries(rows)));
  if (kind !== "products") return;
  for (const name of new Set(Object.values(rows).map(productPicture))) new Image().src = foodAddress(name);
}

/** What is already read about a code, or null. @param {string} kind @param {string | null | undefined} code */
export const about = (kind, code) => (code ? known.get(kind)?.get(code) ?? null : null);

/** @param {string} name lower-case singular words without accents */
function plain(name) {
  const text = name.toLowerCase().replace(/œ/g, "oe").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const words = text.match(/[a-z0-9]+/g) ?? [];
  return words.map((word) => (word.length > 3 && /[sx]$/.test(word) ? word.slice(0, -1) : word)).join(" ");
}

/** Each section's words as they are looked for. */
const keys = Object.fromEntries(Object.entries(pictures).map(([section, names]) => [section, Object.entries(names).map(([key, picture]) => ({ word: ` ${plain(key)} `, size: key.length, picture }))]));

/** The same rule as web/pictures.py. @param {string} section @param {string} name */
function find(section, name) {
  const text = ` ${plain(name)} `;
  let best = null;
  for (const { word, size, picture } of keys[section]) {
    const at = text.indexOf(word);
    if (at >= 0 && (!best || at < best.at || (at === best.at && size > best.size))) best = { at, size, picture };
  }
  return best?.picture ?? null;
}

/** @param {{name?: string, family?: string | null} | null | undefined} product */
export const productPicture = (product) =>
  find("products", product?.name ?? "") ?? find("families", product?.family ?? "") ?? pictures.fallback.products;

/** @param {{name?: string} | null | undefined} type */
export const crateTypePicture = (type) => find("crate_types", type?.name ?? "") ?? pictures.fallback.crate_types;

/** @param {{name?: string, kind?: string} | null | undefined} customer */
export const customerPicture = (customer) =>
  find("customers", customer?.name ?? "") ?? pictures.kinds[customer?.kind ?? ""] ?? pictures.fallback.customers;

/** Order of work: cold goods first. @param {string | null | undefined} temperatureClass */
export const coldRank = (temperatureClass) => ["surgele", "froid", "frais", "ambiant"].indexOf(temperatureClass ?? "ambiant");
