// A snapshot's crates by any of their codes, and what hands did to one. Judges nothing. Pure.

/** @typedef {{id: string, codes: string[], state: string, [more: string]: any}} Row */

/** @type {WeakMap<any, Map<string, Row>>} */
const indexes = new WeakMap();

/** The crate that any of its codes finds. @param {any} snapshot @param {string} code @returns {Row | null} */
export function rowOf(snapshot, code) {
  if (!snapshot) return null;
  let index = indexes.get(snapshot.crates);
  if (!index) {
    index = new Map(snapshot.crates.flatMap((/** @type {Row} */ row) => [row.id, ...row.codes].map((one) => [one, row])));
    indexes.set(snapshot.crates, index);
  }
  return index.get(code) ?? null;
}

/** Let a snapshot show what hands did since it was made. @param {any} snapshot @param {{crate: string, state: string, round?: string, zone?: string} | null} effect */
export function apply(snapshot, effect) {
  const row = effect ? rowOf(snapshot, effect.crate) : null;
  if (row && effect) Object.assign(row, { missing: false, state: effect.state, round: effect.round ?? row.round, zone: effect.zone ?? row.zone });
}
