// What a driver takes along at a farm: a draft until it is told, and the judgement of a label at the gate.
// Pure: no network, no storage, no screen. The same vectors test it and the station's own rules.
import { checkDigitHolds, interpret } from "./codes.js";

/** @typedef {{product: string, crates: number, count: number | null, code: string, celsius_tenths: number | null, no_celsius: string}} Taken */
/** @typedef {{crates: Taken[], refused: {product: string, crates: number, reason: string}[], empties: Record<string, {given: number, taken: number}>, celsius: Record<string, {celsius_tenths: number | null, no_celsius: string}>}} FarmDraft */

/** @returns {FarmDraft} */
export const blankFarm = () => ({ crates: [], refused: [], empties: {}, celsius: {} });

/** What a farm sells, what is expected first. @param {any} farm @param {Record<string, any>} products @returns {string[]} */
export function productsOf(farm, products) {
  const wanted = new Set([...farm.expected, ...farm.announced].map((row) => row.product));
  const own = Object.keys(products).filter((code) => products[code].producer === farm.producer);
  return [...own.filter((code) => wanted.has(code)), ...own.filter((code) => !wanted.has(code))];
}

/** Whether anything was noted at this farm. @param {FarmDraft | undefined} draft */
export const noted = (draft) => Boolean(draft && (draft.crates.length || draft.refused.length || Object.values(draft.empties).some((one) => one.given || one.taken)));

/** @param {{crates: number}[]} rows */
export const total = (rows) => rows.reduce((sum, row) => sum + row.crates, 0);

/**
 * A label scanned at a farm's gate. `label` is what a ready-made one says; without it the driver says the product.
 * @param {any} snapshot @param {any} farm @param {FarmDraft} draft @param {string} text
 * @returns {{verdict: string, refusal: string | null, code: string, label: {product: string, count: number | null} | null}}
 */
export function judgeLabel(snapshot, farm, draft, text) {
  const { kind, code } = returnable(text) ?? interpret(text);
  const no = (/** @type {string} */ verdict, /** @type {string} */ refusal) => ({ verdict, refusal, code, label: null });
  for (const one of snapshot.farms) {
    const line = one.expected.find((/** @type {any} */ row) => row.labels.some((/** @type {any} */ label) => label.codes.includes(code)));
    if (!line) continue;
    if (one.producer !== farm.producer) return no("refused", "other_farm");
    if (known(one, draft, line.labels.find((/** @type {any} */ label) => label.codes.includes(code)).codes)) return no("duplicate", "already_loaded");
    return { verdict: "ok", refusal: null, code, label: { product: line.product, count: line.labels.find((/** @type {any} */ label) => label.codes.includes(code)).count } };
  }
  if (snapshot.farms.some((/** @type {any} */ one) => known(one, one === farm ? draft : blankFarm(), [code]))) return no("duplicate", "already_loaded");
  if (kind === "gtin") return no("not_ours", "not_ours");
  return carries(kind, code, snapshot.company_prefix) ? { verdict: "ok", refusal: null, code, label: null } : no("unknown_code", "unknown_code");
}

/** Already in the van, as the draft or the station says. @param {any} farm @param {FarmDraft} draft @param {string[]} codes */
const known = (farm, draft, codes) => [...draft.crates, ...farm.aboard].some((row) => codes.includes(row.code));

/** Which codes a crate may bring along: an emergency label, a tag, another hub's SSCC, a GRAI. @param {string} kind @param {string} code @param {string} prefix */
function carries(kind, code, prefix) {
  if (kind === "internal") return code.startsWith("E") || code.startsWith("D");
  return kind === "grai" || (kind === "sscc" && (!prefix || !code.slice(1).startsWith(prefix)));
}

/** The GRAI of a crate that comes back, as the station writes it. @param {string} text */
function returnable(text) {
  const [, asset, serial] = /^(?:\][A-Za-z]\w)?\u001d?\(?8003\)?(\d{14})(\w+)\u001d?$/.exec(text.trim()) ?? [];
  return asset && checkDigitHolds(asset) ? { kind: "grai", code: `(8003)${asset}${serial}` } : null;
}

/**
 * What the temperature of goods means at loading; null where it is good.
 * @param {any} product @param {number | null} celsius_tenths @param {string} why not measured
 */
export function judgeGoods(product, celsius_tenths, why) {
  if (celsius_tenths === null) return product.asked && !why ? "temperature_required" : null;
  return product.max_celsius_tenths !== null && celsius_tenths > product.max_celsius_tenths ? "too_warm" : null;
}

/**
 * The farm, told. @param {any} snapshot @param {any} farm @param {FarmDraft} draft @param {boolean} more
 */
export const told = (snapshot, farm, draft, more) => ({
  round: snapshot.round.id, producer: farm.producer, more, refused: draft.refused, crates: draft.crates,
  empties: Object.entries(draft.empties).map(([crate_type, moved]) => ({ crate_type, ...moved })).filter((one) => one.given || one.taken),
});
