// What the reception knows and what it still has to ask. No page, no network: data in, step out.
import { today } from "./words.js";

/** @typedef {"producer" | "product" | "crate" | "control" | "weigh" | "count"} Step */
const KEPT = "reception";
const DATED = new Set(["use_by", "best_before"]);
const ASKS_TEMPERATURE = new Set(["frais", "froid", "surgele"]);

/**
 * @typedef {{producer: string | null, product: string | null, crateType: string | null, customer: string | null,
 *   celsius: Record<string, number>, dates: Record<string, string>, crates: number, count: number,
 *   types: Record<string, string>, producerLot: string | null, code: string | null, dropped: {crate: string, cold_enough: boolean} | null, orderLine: string | null, mentions: Record<string, Record<string, string>>, at: Step | null}} Chosen
 */

/** @returns {Chosen} */
export function restored() {
  const empty = { producer: null, product: null, crateType: null, customer: null, celsius: {}, dates: {}, types: {}, mentions: {}, producerLot: null, code: null, dropped: null, orderLine: null, crates: 1, count: 0, at: null };
  const kept = { ...empty, ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };
  return kept.dropped ? { ...kept, code: null, dropped: null } : kept;
}

/** @param {Chosen} chosen */
export const remember = (chosen) => sessionStorage.setItem(KEPT, JSON.stringify(chosen));

/** Temperature and date hold for one product on one day. @param {Chosen} chosen */
export const controlKey = (chosen) => `${today()}/${chosen.product}`;

/** @param {Chosen} chosen @param {any} product */
export const needsTemperature = (chosen, product) =>
  ASKS_TEMPERATURE.has(product?.temperature_class) && chosen.celsius[controlKey(chosen)] === undefined;

/** @param {Chosen} chosen @param {any} product */
export const needsDate = (chosen, product) =>
  DATED.has(product?.date_kind) && !chosen.dates[controlKey(chosen)];

/** The first mention that a tap can tell and nobody was asked yet, on one product and day. @param {Chosen} chosen @param {any} product */
export const askedMention = (chosen, product) =>
  askable(product).find((mention) => chosen.mentions[controlKey(chosen)]?.[mention.key] === undefined);

/** What has no choices is read off a photograph. @param {any} product @returns {any[]} */
const askable = (product) => (product?.lacks ?? []).filter((/** @type {any} */ one) => one.choices.length || one.key === "laid_on");

/** @param {any} product */
const isWeighed = (product) => product?.unit === "kg";

/**
 * The crate type for the next product: the one used for it before, else the one in hand,
 * but never across weighed and counted goods, where a wrong tare would go unseen.
 * @param {Chosen} chosen @param {any} before @param {any} next
 */
export function crateTypeFor(chosen, before, next) {
  const kept = before && isWeighed(before) === isWeighed(next) ? chosen.crateType : null;
  return chosen.types[next?.code] ?? kept;
}

/** The step the worker is at: the first thing missing, or the one touched. @param {Chosen} chosen @param {any} product @returns {Step} */
export function step(chosen, product) {
  if (!chosen.producer) return "producer";
  if (chosen.at) return chosen.at;
  if (!chosen.product) return "product";
  if (!chosen.crateType) return "crate";
  if (chosen.dropped) return !chosen.dropped.cold_enough && needsTemperature(chosen, product) ? "control" : isWeighed(product) ? "weigh" : "count";
  if (needsTemperature(chosen, product) || needsDate(chosen, product) || askedMention(chosen, product)) return "control";
  return isWeighed(product) ? "weigh" : "count";
}

/** The steps shown in the header. @param {any} product @returns {Step[]} */
export function steps(product) {
  const asked = ASKS_TEMPERATURE.has(product?.temperature_class) || DATED.has(product?.date_kind) || askable(product).length > 0;
  return ["producer", "product", "crate", ...(asked ? [/** @type {Step} */ ("control")] : []), product && !isWeighed(product) ? "count" : "weigh"];
}

/** What a touch on a step changes: to go back to the control is to ask it again. @param {Chosen} chosen @param {Step} name */
export function goingTo(chosen, name) {
  if (name === "weigh" || name === "count") return { at: null };
  if (name !== "control") return { at: name };
  const { [controlKey(chosen)]: _celsius, ...celsius } = chosen.celsius;
  const { [controlKey(chosen)]: _date, ...dates } = chosen.dates;
  const { [controlKey(chosen)]: _mentions, ...mentions } = chosen.mentions;
  return { at: null, celsius, dates, mentions };
}

/** The data of ReceiveCrate. @param {Chosen} chosen @param {any} product @param {{receipt?: string}} how */
export function receiveData(chosen, product, { receipt }) {
  const key = controlKey(chosen);
  const date = chosen.dates[key] ?? null;
  return {
    producer: chosen.producer, product: chosen.product, crate_type: chosen.crateType, producer_lot: chosen.producerLot,
    use_by: product.date_kind === "use_by" ? date : null,
    best_before: product.date_kind === "best_before" ? date : null,
    celsius_tenths: chosen.celsius[key] ?? null, customer: chosen.customer, mentions: chosen.mentions[key] ?? {},
    order_line: chosen.code ? null : chosen.orderLine, code: chosen.code,
    ...(receipt ? { weigh: { receipt } } : { count: chosen.count, crates: chosen.code ? 1 : chosen.crates }),
  };
}
