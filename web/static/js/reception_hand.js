// What a code, or a touch, takes in hand at the reception: a label made before, a collected crate, one left alone.
import { items } from "./api.js";
import { collected, labelled, readExpected } from "./reception_expected.js";

/** What farms left alone: its part of the page, fetched once there is something. @type {any} */
export let left = null;

/** Read anew what lies unweighed. */
export async function readDropped() {
  const rows = await items("drops");
  if (rows.length) left = await import("./reception_dropped.js");
  left?.know(rows);
}

/** @param {{chosen: any, choose: (change: any) => void, chooseProduct: (code: string) => void}} page what is chosen, and the ways to change it */
export function takingInHand({ chosen, choose, chooseProduct }) {
  /** @param {any} row */
  const chooseDropped = (row) => choose(left.inHand(row, chosen));

  /** A label that was made for the crate before it came: all is known but weight or number. @param {string} code */
  async function takeCode(code) {
    if (!left?.droppedBy(code)) await readDropped();
    const dropped = left?.droppedBy(code);
    if (dropped) return chooseDropped(dropped);
    if (!labelled(code)) await readExpected(chosen.producer);
    const found = labelled(code);
    const row = collected(code);
    if (!found && row) return chooseCollected(row, code);
    if (!found) return choose({ code });
    if (found.row.product !== chosen.product) chooseProduct(found.row.product);
    choose({ code, customer: found.row.customer, orderLine: found.row.order_line, count: found.label.count ?? chosen.count, crates: 1 });
  }

  /** What a driver collected: product and number as they were told at the farm; a label only once it was scanned. @param {any} row @param {string | null} [code] */
  function chooseCollected(row, code = null) {
    if (row.product !== chosen.product) chooseProduct(row.product);
    choose({ code, customer: null, orderLine: null, count: row.count ?? chosen.count, crates: row.crates - row.arrived, ...(row.crate_type ? { crateType: row.crate_type } : {}) });
  }

  return { chooseCollected, chooseDropped, takeCode };
}
