// The walk of a preparation: which lines stand together, how much each may have, what comes next. Pure.

/** What a short product leaves a line, else all it wants. @param {any} one */
export const target = (one) => one.share ?? one.need_g ?? one.need_count ?? 0;
/** @param {any} one */
export const picked = (one) => (one.need_g === null || one.need_g === undefined ? one.picked_count : one.picked_g) ?? 0;
/** A weighed part is never exact: within a twentieth it is done. @param {any} one */
export const isDone = (one) => picked(one) >= target(one) * (one.need_g ? 0.95 : 1);
/** @param {{one: any}[]} rows */
export const left = (rows) => rows.filter(({ one }) => !isDone(one)).length;

/** The lines of one product, or of one customer across products. @param {any[]} products @param {{product: string | null, customer: string | null}} chosen @returns {{item: any, one: any}[]} */
export function rowsOf(products, { product, customer }) {
  return products.filter((item) => product === null || item.product === product)
    .flatMap((item) => item.lines.filter((/** @type {any} */ one) => customer === null || one.customer.code === customer).map((/** @type {any} */ one) => ({ item, one })));
}

/** The customers that still wait, those that leave first before the others. @param {any[]} products @returns {{customer: any, rows: {item: any, one: any}[]}[]} */
export function customersOf(products) {
  const codes = new Map(rowsOf(products, { product: null, customer: null }).map(({ one }) => [one.customer.code, one]));
  return [...codes.values()]
    .sort((a, b) => String(a.round ?? "~").localeCompare(String(b.round ?? "~")) || (b.stop ?? 0) - (a.stop ?? 0) || a.customer.name.localeCompare(b.customer.name, "fr"))
    .map((one) => ({ customer: one.customer, rows: rowsOf(products, { product: null, customer: one.customer.code }) }));
}
