// What a code, or a touch, takes in hand at the reception: a label made before, a collected crate, one left alone.
import { droppedBy, readDropped } from "./reception_dropped.js";
import { collected, labelled, readExpected } from "./reception_expected.js";

/** @param {{chosen: any, choose: (change: any) => void, chooseProduct: (code: string) => void}} page what is chosen, and the ways to change it */
export function takingInHand({ chosen, choose, chooseProduct }) {
  /** A crate that its farm left alone: only its weight or number lacks. One change, so that no load is taken for a new crate between two. @param {any} row */
  function chooseDropped(row) {
    const crateType = row.crate_type || (chosen.types[row.product] ?? null);
    choose({ producer: row.producer, product: row.product, crateType, producerLot: null, code: row.crate, dropped: { crate: row.crate, cold_enough: row.cold_enough && row.celsius_tenths !== null }, customer: row.customer, orderLine: null, count: row.declared_count ?? 0, crates: 1 });
  }

  /** A label that was made for the crate before it came: all is known but weight or number. @param {string} code */
  async function takeCode(code) {
    if (!droppedBy(code)) await readDropped();
    const dropped = droppedBy(code);
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
