// What a driver collected at the farm in hand and nobody received yet: one touch takes it in hand.
import { items } from "./api.js";
import { productPicture } from "./catalogue.js";
import { food, h, icon } from "./dom.js";
import { celsius, clock, quantity, say } from "./words.js";

/** @type {{producer: string | null, farms: any[]}} */
let known = { producer: null, farms: [] };

/** @param {string} producer */
export async function readPickups(producer) {
  known = { producer, farms: await items(`pickups?producer=${encodeURIComponent(producer)}`) };
}

/** The collected crate that carries a label. @param {string} code */
export const collected = (code) => known.farms.flatMap((farm) => farm.rows).find((row) => row.code === code) ?? null;

/** Over what is expected: what the van brought. @param {string | null} producer @param {any} actions */
export function pickedUp(producer, actions) {
  const farms = producer === known.producer ? known.farms : [];
  if (!farms.length) return null;
  return h("section.expectedlist", { id: "picked-up" }, farms.flatMap((farm) => [h("p.question", null, say("pickup_here", { round: farm.round_name, time: clock(farm.collected_at) })),
    h("ul.list", null, farm.rows.filter((/** @type {any} */ row) => row.crates > row.arrived).map((/** @type {any} */ row) => line(row, actions)))]));
}

/** @param {any} row @param {any} actions */
function line(row, actions) {
  const cold = row.celsius_tenths === null ? row.no_celsius && say("pickup_not_measured") : celsius(row.celsius_tenths);
  const about = [row.code ? `…${row.code.slice(-5)}` : say("pickup_no_label"), row.count && quantity(row.count * 1000, row.unit), cold].filter(Boolean).join(" · ");
  return h("li.row.expected", { "data-pickup": row.id }, h("button.whole", { type: "button", onclick: () => actions.chooseCollected(row) },
    food(productPicture({ name: row.product_name, family: row.family })), h("span", null, h("b", null, `${row.crates - row.arrived} × ${row.product_name}`), h("small", null, about)), row.code ? icon("barcode") : null));
}
