// What a driver's hands did, as commands that lie on the disk before they are shown, and how far a
// round has come by them. Sends nothing and draws nothing.
import { newId } from "./api.js";
import { interpret } from "./codes.js";
import { rowOf } from "./effects.js";

const PATH = "/api/v1/commands";

/** @typedef {{given: Record<string, string[]>, empties: Record<string, Record<string, {given: number, taken: number}>>, unsigned: string[], farms: Record<string, import("./pickup_facts.js").FarmDraft>}} Draft */

/** A stop that is not told yet: which crates were scanned out, which empties counted. @returns {Draft} */
export const blank = () => ({ given: {}, empties: {}, unsigned: [], farms: {} });

/**
 * @param {{box: Awaited<ReturnType<typeof import("./outbox.js").openBox>>, who: () => {operator: string | null, reader: string}, etag: () => string | null}} phone
 */
export function factsOf({ box, who, etag }) {
  /** @param {string} type @param {any} data @param {any} [effect] */
  async function keep(type, data, effect = null) {
    const id = newId();
    const body = { command_id: id, type, ...who(), at: new Date().toISOString(), judged: { verdict: "ok", snapshot: etag() }, data };
    await box.add({ id, path: PATH, effect, body });
  }

  return {
    /** @param {any} snapshot @param {any} stop @param {string[]} crates @param {Draft} draft */
    deliver: (snapshot, stop, crates, draft) => keep("DeliverStop", {
      round: snapshot.round.id, customer: stop.customer, crates, unsigned: draft.unsigned.includes(stop.customer), empties: withFull(snapshot, crates, draft.empties[stop.customer] ?? {}),
    }),
    /** @param {string} crate @param {string} reason in French: the office reads it */
    refuse: (crate, reason) => keep("ReturnCrate", { crate, reason }, { crate, state: "received" }),
    /** @param {any} stop @param {string} product @param {string} kind */
    claim: (stop, product, kind) => keep("OpenClaim", { note: stop.note, product, kind, source: "driver" }),
    /** @param {any} data what was taken along at a farm */
    collect: (data) => keep("CollectAtFarm", data),
    /** @param {string} round @param {any} stop @param {string} kind its temperature class @param {number} tenths */
    temperature: (round, stop, kind, tenths) => keep("NoteStopTemperature", { round, customer: stop.customer, temperature_class: kind, celsius_tenths: tenths }),
    /** @param {string} round @param {number} kilometres @param {number} minutes */
    cost: (round, kilometres, minutes) => keep("RecordRoundCost", { round, kilometres, minutes }),
  };
}

/**
 * How far the round has come: what the station knows, and what this phone holds beyond it.
 * @param {any} snapshot @param {{body: any, state: string}[]} entries of the outbox
 */
export function progress(snapshot, entries) {
  const round = snapshot.round.id;
  const told = entries.filter((entry) => entry.state !== "rejected").map(({ body }) => body);
  const stops = told.filter((body) => body.type === "DeliverStop" && body.data.round === round).map((body) => body.data.customer);
  const known = snapshot.stops.filter((/** @type {any} */ stop) => stop.delivered_at).map((/** @type {any} */ stop) => stop.customer);
  const farms = told.filter((body) => body.type === "CollectAtFarm" && body.data.round === round).map((body) => body.data.producer);
  const collected = (snapshot.farms ?? []).filter((/** @type {any} */ farm) => farm.collected_at).map((/** @type {any} */ farm) => farm.producer);
  return {
    done: new Set([...known, ...stops]),
    farms: new Set([...collected, ...farms]),
    closed: snapshot.round.closed || told.some((body) => body.type === "RecordRoundCost" && body.data.round === round),
  };
}

/** The classes of a stop's goods that are kept cold. @param {any} stop @returns {string[]} */
export const coldOf = (stop) => stop.classes.filter((/** @type {string} */ one) => one !== "ambiant");

/** A stop's crates that are still to be handed over or were. @param {any} snapshot @param {any} stop @returns {any[]} */
export const cratesOf = (snapshot, stop) => snapshot.crates.filter((/** @type {any} */ row) => row.stop === stop.stop && row.state !== "received");

/**
 * What stays and what comes back at a stop: the station counts full crates among those that were left.
 * @param {any} snapshot @param {string[]} crates full ones that stay @param {Record<string, {given: number, taken: number}>} empties empty ones
 */
export function withFull(snapshot, crates, empties) {
  const full = crates.map((id) => rowOf(snapshot, id)?.crate_type);
  return snapshot.crate_types.map((/** @type {any} */ type) => ({ crate_type: type.code, given: (empties[type.code]?.given ?? 0) + full.filter((one) => one === type.code).length, taken: empties[type.code]?.taken ?? 0 }))
    .filter((/** @type {any} */ one) => one.given || one.taken);
}

/**
 * What a crate scanned out of the van means at the stop that is open; none open: that of the crate.
 * @param {{snapshot: any, done: Set<string>}} here @param {string} open the stop's customer, or empty @param {Draft} draft @param {string} text
 * @returns {{verdict: string, words: [string, Record<string, any>?], row: any, stop: any}}
 */
export function scannedOut({ snapshot, done }, open, draft, text) {
  const row = rowOf(snapshot, interpret(text).code) ?? rowOf(snapshot, text.trim());
  const stop = row ? snapshot.stops.find((/** @type {any} */ one) => one.stop === row.stop) : null;
  if (!stop) return { verdict: "not_in_list", words: ["drive_not_here"], row, stop };
  if (open && open !== stop.customer) return { verdict: "wrong_stop", words: ["drive_other_stop", { stop: stop.stop }], row, stop };
  const given = draft.given[stop.customer] ?? [];
  if (given.includes(row.id) || done.has(stop.customer) || row.state === "received") return { verdict: "duplicate", words: ["drive_twice"], row, stop };
  const crates = cratesOf(snapshot, stop);
  const left = crates.filter((one) => one.id !== row.id && !given.includes(one.id)).length;
  return { verdict: left ? "ok" : "done", words: ["drive_given", { n: crates.length - left, all: crates.length }], row, stop };
}
