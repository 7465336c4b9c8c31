// What a code, or a touch, takes in hand at the reception: a label made before, a collected crate, one left alone.
import { items } from "./api.js";
import { askAnew } from "./missing.js";
import { collected, labelled, readExpected } from "./reception_expected.js";

/** What farms left alone: its part of the page, fetched once there is something. @type {any} */
export let left = null;

/** Read anew what lies unweighed. */
export async function readDropped() {
  const rows = await items("drops");
  if (rows.length) left = (await import("./reception_dropped.js").catch(askAnew)) ?? left;
  left?.know(rows);
}

/** @param {{chosen: any, choose: (change: any) => void, withProduct: (code: string) => any}} page what is chosen, and the ways to change it */
export function takingInHand({ chosen, choose, withProduct }) {
  /** @param {any} row */
  const chooseDropped = (row) => choose(left.inHand(row, chosen));

  /** Known without asking the station. A farm may have left the crate since: then its code is the label's id. @param {string} code */
  const known = (code) => left?.droppedBy(code) ?? collected(code) ?? (labelled(code)?.label.id === code ? null : labelled(code));

  /** A label that was made for the crate before it came: all is known but weight or number. @param {string} code */
  async function takeCode(code) {
    if (!known(code)) await Promise.all([readDropped(), readExpected(chosen.producer)]);
    const dropped = left?.droppedBy(code);
    if (dropped) return chooseDropped(dropped);
    const [found, row] = [labelled(code), collected(code)];
    if (!found) return row ? chooseCollected(row, code) : choose({ code });
    choose({ ...withProduct(found.row.product), code, customer: found.row.customer, orderLine: found.row.order_line, crates: 1, ...(found.label.count ? { count: found.label.count } : {}) });
  }

  /** What a driver collected: product and number as they were told at the farm; a label only once it was scanned. @param {any} row @param {string | null} [code] */
  function chooseCollected(row, code = null) {
    choose({ ...withProduct(row.product), code, customer: null, orderLine: null, crates: row.crates - row.arrived, ...(row.count ? { count: row.count } : {}), ...(row.crate_type ? { crateType: row.crate_type } : {}) });
  }

  return { chooseCollected, chooseDropped, takeCode };
}
