// Crates that farms left alone: the reception weighs or counts them, farm by farm.
import { command } from "./api.js";
import { productPicture } from "./catalogue.js";
import { food, h } from "./dom.js";
import { controlKey } from "./reception_state.js";
import { amount, say } from "./words.js";

/** @type {any[]} */
let known = [];

/** What lies unweighed now. @param {any[]} rows */
export const know = (rows) => void (known = rows);

/** The crate that a code in hand stands for, null for any other code. @param {string} code */
export const droppedBy = (code) => known.find((row) => row.crate === code || row.code === code) ?? null;

/**
 * A crate that its farm left alone, in hand: only its weight or number lacks. One change, so that no load is taken for a new crate between two.
 * @param {any} row @param {any} chosen
 */
export const inHand = (row, chosen) => ({
  producer: row.producer, product: row.product, crateType: row.crate_type || (chosen.types[row.product] ?? null), producerLot: null, code: row.crate,
  dropped: { crate: row.crate, cold_enough: row.cold_enough && row.celsius_tenths !== null }, customer: row.customer, orderLine: null, count: row.declared_count ?? 0, crates: 1,
});

/** Weigh or count the crate in hand. @param {any} chosen @param {{receipt?: string}} how */
export function measure(chosen, { receipt }) {
  const much = receipt ? { weigh: { receipt } } : { count: chosen.count };
  return command("MeasureCrate", { crate: chosen.dropped.crate, crate_type: chosen.crateType, celsius_tenths: chosen.celsius[controlKey(chosen)] ?? null, ...much });
}

/** Farms whose crates wait, with how many. @param {any} actions */
export function waitingFarms(actions) {
  const farms = new Map();
  for (const row of known) farms.set(row.producer, { name: row.producer_name, count: (farms.get(row.producer)?.count ?? 0) + 1 });
  if (!farms.size) return [];
  return [h("p.lead", null, say("dropped_title")), h("div.chips", { id: "dropped-farms" }, [...farms].map(([code, farm]) =>
    h("button.chip", { type: "button", onclick: () => actions.chooseProducer(code) }, food("caisse"), h("b", null, farm.name), h("span", null, say("dropped_count", { n: farm.count })))))];
}

/** One farm's crates that wait: touch one, or scan it. @param {string | null} producer @param {any} actions */
export function droppedList(producer, actions) {
  const rows = known.filter((row) => row.producer === producer);
  if (!rows.length) return null;
  return h("section.expectedlist", null, h("p.question", null, say("dropped_title")), h("ul.list", { id: "dropped" }, rows.map((row) => h("li.row.expected", { "data-crate": row.crate },
    h("button.whole", { type: "button", onclick: () => actions.chooseDropped(row) }, food(productPicture(row)),
      h("span", null, h("b", null, row.name), h("small", null, [row.zone_name, row.code].filter(Boolean).join(" · "))),
      h("span.end", null, say("dropped_said", { amount: amount({ net_g: row.declared_g, count: row.declared_count }, row.unit) || "—" })))))));
}
