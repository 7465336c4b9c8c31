// Judges a scan on the device, from a snapshot: the rules and their order are the station's table.
// Pure: no network, no storage, no screen. The same vectors test it and the station's own rules.
import { interpret } from "./codes.js";
import { rowOf } from "./effects.js";

/** @typedef {import("./effects.js").Row} Row */

const IN_HANGAR = ["received", "stored", "loaded"];
const GONE = ["left", "delivered", "handed_over"];
const COLDNESS = ["ambiant", "frais", "froid", "surgele"];
const JUDGED = { dock: "load", store: "store", unload: "unload", return: "return" };

/** What hands did to a crate that was judged good. @type {Record<string, (place: any, row: Row) => {state: string, [more: string]: string}>} */
const DONE = {
  load: (round) => ({ state: "loaded", round: round.id }),
  store: (zone) => ({ state: "stored", zone: zone.code }),
  unload: (_, row) => ({ state: row.zone ? "stored" : "received" }),
  return: () => ({ state: "received" }),
};

/** @param {boolean} holds @param {Record<string, string>} [details] */
const when = (holds, details = {}) => (holds ? details : null);
/** @param {number} tenths */
const degrees = (tenths) => `${tenths < 0 ? "−" : ""}${Math.floor(Math.abs(tenths) / 10)},${Math.abs(tenths) % 10}`;
/** @param {Row} row @param {string} today */
const leavable = (row, today) => !row.blocked && !row.lacks && !row.unweighed && ![row.use_by, row.sale_until].some((day) => day && day < today);
/** @param {any} snapshot @param {number} stop */
const expected = (snapshot, stop) => snapshot.crates.filter((/** @type {Row} */ row) => row.stop === stop && IN_HANGAR.includes(row.state) && row.contents.length && !row.missing);

/**
 * One fact of each rule's name; null where it does not hold, else what its sentence is filled with.
 * @type {Record<string, (row: Row, place: any, snapshot: any, today: string) => Record<string, string> | null>}
 */
export const FACTS = {
  gone: (row) => when(GONE.includes(row.state)),
  not_here: (row) => when(!IN_HANGAR.includes(row.state)),
  loaded_here: (row, round) => when(row.state === "loaded" && row.round === round.id),
  loaded: (row) => when(row.state === "loaded"),
  blocked: (row) => when(Boolean(row.blocked)),
  expired: (row, _, __, today) => when(Boolean(row.use_by) && row.use_by < today),
  incomplete: (row) => row.lacks ?? null,
  too_old: (row, place, snapshot, today) => when(Boolean(row.sale_until && row.sale_until < today)),
  unweighed: (row) => when(Boolean(row.unweighed)),
  round_left: (_, round) => when(round.state === "departed"),
  nobodys: (row) => when(!row.customer),
  elsewhere: (row) => when(row.stop === undefined, { round: row.elsewhere ?? "?" }),
  before_a_later_stop: (row, _, snapshot, today) => {
    const later = snapshot.stops.find((/** @type {any} */ stop) => stop.stop > row.stop && expected(snapshot, stop.stop).some((/** @type {Row} */ other) => other.temperature_class === row.temperature_class && other.state !== "loaded" && leavable(other, today)));
    return when(Boolean(later), { stop: String(later?.stop) });
  },
  not_aboard: (row, round) => when(row.state !== "loaded" || row.round !== round.id),
  never_left: (row) => when(!GONE.includes(row.state)),
  stored_here: (row, zone) => when(row.zone === zone.code),
  zone_of_another_class: (row, zone) => {
    const [here, goods] = [zone.temperature_class, row.temperature_class].map((one) => COLDNESS.indexOf(one));
    return when(here < goods || (zone.temperature_class === "surgele" && row.temperature_class !== "surgele"), { temperature_class: row.temperature_class });
  },
  zone_too_warm: (_, zone) => {
    const [limit, now] = [zone.max_celsius_tenths ?? null, zone.celsius_tenths ?? null];
    return when(limit !== null && now !== null && now > limit, { celsius: degrees(now ?? 0) });
  },
};

/**
 * The card of something to take in hand: a zone, a round, a badge.
 * @param {any} post the post's snapshot @param {string} text
 * @returns {{kind: "zone" | "round" | "operator", thing: any} | null}
 */
export function cardOf(post, text) {
  const { code } = interpret(text);
  for (const [kind, list] of /** @type {const} */ ([["zone", post?.zones], ["round", post?.rounds], ["operator", post?.operators]])) {
    const thing = list?.find((/** @type {any} */ one) => one.card === code);
    if (thing) return { kind, thing };
  }
  return null;
}

/** @param {any} table @param {string} code @param {Record<string, string>} details */
function refusal(table, code, details = {}) {
  const { verdict, say, remedy } = table.refusals[code];
  /** @param {Record<string, string>} texts */
  const filled = (texts) => Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.replace(/\{(\w+)\}/g, (whole, name) => details[name] ?? whole)]));
  const words = { say: filled(say), next: filled(remedy) };
  return { verdict, ...words, refusal: { code, say: words.say, remedy: words.next } };
}

/** What a code is that no crate of the list has. @param {any} table @param {any} snapshot @param {string} text */
function stranger(table, snapshot, text) {
  const { kind, code } = interpret(text);
  const ours = (kind === "internal" && /^[CE]/.test(code)) || (kind === "sscc" && Boolean(snapshot?.company_prefix) && code.slice(1).startsWith(snapshot.company_prefix));
  if (ours) return { verdict: "not_in_list", say: table.verdicts.not_in_list.say, next: null, refusal: null };
  return refusal(table, kind === "internal" ? "not_a_crate" : kind === "gtin" || kind === "gs1" ? "not_ours" : "unknown_code");
}

/**
 * Judge one scan of a crate.
 * @param {any} table the station's decision table
 * @param {{role: string, snapshot: any, place: any, today: string}} held `role`: dock, store, unload or return; `place`: the round or zone in hand
 * @param {string} text what was scanned
 * @returns {any} an answer as the station's: verdict, say, next, refusal, crate; `effect` when hands may do it
 */
export function judge(table, { role, snapshot, place, today }, text) {
  const row = rowOf(snapshot, interpret(text).code) ?? rowOf(snapshot, text.trim());
  if (!row) return { ...stranger(table, snapshot, text), crate: null, effect: null };
  const context = JUDGED[/** @type {keyof typeof JUDGED} */ (role)];
  if (!place) return { ...refusal(table, role === "store" ? "zone_needed" : "round_needed"), crate: row, effect: null };
  for (const rule of table.contexts[context]) {
    const details = FACTS[rule.when](row, place, snapshot, today);
    if (details) return { ...refusal(table, rule.refusal, details), crate: row, effect: null };
  }
  const effect = { crate: row.id, ...DONE[context](place, row) };
  const verdict = role === "dock" && completes(snapshot, row) ? "done" : "ok";
  return { verdict, say: table.verdicts[verdict].say, next: null, refusal: null, crate: row, effect };
}

/** True when this crate is the last one of its stop. @param {any} snapshot @param {Row} row */
function completes(snapshot, row) {
  const stop = snapshot.stops.find((/** @type {any} */ one) => one.stop === row.stop);
  return !stop?.to_prepare && expected(snapshot, row.stop).every((/** @type {Row} */ one) => one.state === "loaded" || one === row);
}
