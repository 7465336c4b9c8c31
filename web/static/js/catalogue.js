// The hub's producers, products, customers, crate types and zones, read once, with their pictures.
import { items } from "./api.js";
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

/** Take over what a snapshot says of one kind. @param {string} kind @param {Record<string, any>} rows by code */
export const learn = (kind, rows) => void known.set(kind, new Map(Object.entries(rows)));

/** What is already read about a code, or null. @param {string} kind @param {string | null | undefined} code */
export const about = (kind, code) => (code ? known.get(kind)?.get(code) ?? null : null);

/** @param {string} name lower-case singular words without accents */
function plain(name) {
  const text = name.toLowerCase().replace(/œ/g, "oe").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const words = text.match(/[a-z0-9]+/g) ?? [];
  return words.map((word) => (word.length > 3 && /[sx]$/.test(word) ? word.slice(0, -1) : word)).join(" ");
}

/** The same rule as web/pictures.py. @param {string} section @param {string} name */
function find(section, name) {
  const text = ` ${plain(name)} `;
  let best = null;
  for (const [key, picture] of Object.entries(pictures[section])) {
    const at = text.indexOf(` ${plain(key)} `);
    if (at >= 0 && (!best || at < best.at || (at === best.at && key.length > best.size))) best = { at, size: key.length, picture };
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
