// What a lone drop knows and what it still has to ask. No page, no network: data in, step out.
import { today } from "./words.js";

/** @typedef {"farm" | "zone" | "scan" | "product" | "quantity" | "temperature" | "date" | "ready"} Step */
const KEPT = "drop";
const DATED = new Set(["use_by", "best_before"]);

/**
 * One crate under way: `code` is what it carries, `said` whether its quantity was asked (null: the farm cannot say).
 * @typedef {{code: string | null, product: string | null, said: boolean, declared: number | null}} Crate
 * What was read and waits its turn while a crate is being left: `waiting`, as the station judged each label.
 * @typedef {{farm: string | null, zone: string | null, celsius: Record<string, number | null>, dates: Record<string, string>, last: Record<string, number>, crate: Crate | null, waiting: {code: string, ready_crate?: string}[]}} Chosen
 */

/** @returns {Chosen} */
const nothing = () => ({ farm: null, zone: null, celsius: {}, dates: {}, last: {}, crate: null, waiting: [] });

/** What this tab had in hand, for the same farm only. @param {string | null} farm @returns {Chosen} */
export function restored(farm) {
  const kept = { ...nothing(), ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };
  return kept.farm === farm || farm === null ? kept : { ...nothing(), farm };
}

/** @param {Chosen} chosen */
export const remember = (chosen) => sessionStorage.setItem(KEPT, JSON.stringify(chosen));
export const forget = () => sessionStorage.removeItem(KEPT);

/** A crate in hand: what its label says is known, the rest is asked. @param {Partial<Crate>} [known] @returns {Crate} */
export const inHand = (known = {}) => ({ code: null, product: null, said: false, declared: null, ...known });

/** Temperature and date hold for one product on one day. @param {any} product */
const key = (product) => `${today()}/${product.code}`;

/** The step the farm is at: the first thing that lacks. @param {Chosen} chosen @param {any} product @returns {Step} */
export function step(chosen, product) {
  if (!chosen.farm) return "farm";
  if (!chosen.zone) return "zone";
  if (!chosen.crate) return "scan";
  if (!product) return "product";
  if (!chosen.crate.said) return "quantity";
  if (product.asks_temperature && chosen.celsius[key(product)] === undefined) return "temperature";
  if (DATED.has(product.date_kind) && product.shelf_life_days === null && !chosen.dates[key(product)]) return "date";
  return "ready";
}

/** What to propose on the keys: what was said of this product last, else what was announced for today. @param {Chosen} chosen @param {any} product */
export function suggested({ crate, last }, product) {
  if (!product) return 0;
  const milli = product.announced_milli ?? 0;
  return crate?.declared || last[product.code] || (product.unit === "kg" ? milli : Math.ceil(milli / 1000));
}

/** @param {Chosen} chosen @param {any} product @param {number | null} tenths */
export const withCelsius = (chosen, product, tenths) => ({ celsius: { ...chosen.celsius, [key(product)]: tenths } });
/** @param {Chosen} chosen @param {any} product @param {string} date */
export const withDate = (chosen, product, date) => ({ dates: { ...chosen.dates, [key(product)]: date } });

/** The data of DropOffCrate. @param {Chosen} chosen @param {any} product */
export function dropData({ farm, zone, celsius, dates, crate }, product) {
  const { code = null, declared = null } = crate ?? {};
  const date = dates[key(product)] ?? null;
  const kg = product.unit === "kg";
  return {
    producer: farm, product: product.code, zone, code, celsius_tenths: celsius[key(product)] ?? null,
    declared_g: kg ? declared : null, declared_count: kg ? null : declared,
    use_by: product.date_kind === "use_by" ? date : null, best_before: product.date_kind === "best_before" ? date : null,
  };
}
