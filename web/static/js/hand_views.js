// Draws a handheld's screens: where it stands, which round or room, the count, and its foot.
import { button, by, fill, food, h, icon, refill, tile } from "./dom.js";
import { OLD_MS } from "./snapshots.js";
import { celsius, clock, say } from "./words.js";

const SIGNS = { surgele: "snowflake", froid: "thermometer-cold", frais: "thermometer", ambiant: "package" };
const main = () => by("main");

/** @param {any} zone */
const zoneSign = (zone, more = "") => h("span", { class: `class-${zone.temperature_class}` }, icon(SIGNS[/** @type {keyof typeof SIGNS} */ (zone.temperature_class)] ?? "package", more));

/** @param {any} round */
export const nameOf = (round) => (/tourn/i.test(round.name) ? round.name : say("round_named", { name: round.name }));

/** Under the camera's picture where there is one. @param {...(Node | null)} children */
function put(...children) {
  fill(main(), document.getElementById("video"), ...children);
}

/** @param {string} question @param {any[]} posts @param {(post: any) => void} choose */
export function drawPosts(question, posts, choose) {
  put(h("p.question", null, question), h("div.tiles.big", null, posts.map((one) => tile({ picture: food(one.role === "dock" ? "tournee" : "porte"), title: say(`post_${one.role}`), small: one.id, onclick: () => choose(one) }))));
}

/** @param {any} snapshot of the post @param {(kind: "round" | "zone", thing: any) => void} choose */
export function drawPlaces(snapshot, choose) {
  const dock = snapshot.role === "dock";
  const tiles = dock
    ? snapshot.rounds.map((/** @type {any} */ one) => tile({ picture: food("tournee"), title: nameOf(one), small: [one.vehicle, one.state === "departed" ? say("hand_left") : clock(one.depart_at)].filter(Boolean).join(" · "), onclick: () => choose("round", one) }))
    : snapshot.zones.map((/** @type {any} */ one) => tile({ picture: zoneSign(one), title: one.name, small: one.celsius_tenths === null ? "" : celsius(one.celsius_tenths), onclick: () => choose("zone", one) }));
  put(h("p.question", null, say(dock ? "dock_ask" : "store_scan_door")), tiles.length ? h("div.tiles.big", null, tiles) : h("p.lead", null, say("hand_no_rounds")));
}

/** Crates of the round that are here, and how many of them are aboard. @param {any} snapshot */
export function counted(snapshot) {
  const rows = snapshot.crates.filter((/** @type {any} */ row) => row.stop !== undefined && ["received", "stored", "loaded"].includes(row.state) && row.contents.length);
  return { rows, loaded: rows.filter((/** @type {any} */ row) => row.state === "loaded").length, expected: rows.length };
}

/** @param {any} snapshot @param {Node[]} actions @param {string} asked what a scan does now instead of loading */
export function drawRound(snapshot, actions, asked) {
  const { rows, loaded, expected } = counted(snapshot);
  const gone = snapshot.round.state === "departed";
  const stops = [...snapshot.stops].sort((a, b) => b.stop - a.stop);
  by("title").textContent = nameOf(snapshot.round);
  put(h("section.center", null, document.getElementById("video") ? null : icon(asked ? "arrow-counter-clockwise" : gone ? "truck" : "barcode", "huge"),
    h("p.question", { class: asked ? "otherwise" : "" }, asked || say(gone ? "departed_said" : "dock_scan")),
    h("p.bigcount", null, loaded, h("small", null, ` / ${expected} ${say("crates")}`)),
    h("div.squares", null, stops.map((stop) => h("span.squares", { "data-stop": stop.stop }, rows.filter((/** @type {any} */ row) => row.stop === stop.stop).map((/** @type {any} */ row) => h("i.square", { class: row.state === "loaded" ? "full" : "" })))))),
  h("div.actions", null, ...actions));
}

/** @param {any} zone @param {number} count @param {Node[]} actions */
export function drawZone(zone, count, actions) {
  by("title").textContent = zone.name;
  put(h("section.center", null, document.getElementById("video") ? null : zoneSign(zone, "huge"), h("p.question", null, zone.name), h("p.question", null, say("store_scan_crates")),
    h("p.bigcount", null, count, h("small", null, ` ${say("crates")}`))),
  h("div.actions", null, ...actions));
}

/**
 * The foot: whether a scan is heard, how old the list is, what waits, what is missing.
 * @param {{ready: boolean, age_ms: number | null | undefined, pending: number, rejected: number, onRejected: () => void}} state
 */
export function drawFoot({ ready, age_ms, pending, rejected, onRejected }) {
  refill(by("ready"), ready, () => [icon("barcode"), say(ready ? "hand_ready" : "hand_not_ready")]);
  by("ready").className = ready ? "glow" : "late";
  const minutes = typeof age_ms === "number" ? Math.floor(age_ms / 60_000) : null;
  const old = age_ms === null || (age_ms ?? 0) >= OLD_MS;
  refill(by("age"), [minutes, old], () => age_ms === undefined ? [] : [icon("clock"), minutes === null ? say("hand_no_list") : minutes < 1 ? say("hand_list_new") : say("hand_list_age", { n: minutes })]);
  by("age").className = old ? "late" : "";
  refill(by("waiting"), [pending, rejected], () => [
    rejected ? button(say("hand_rejected", { n: rejected }), onRejected, { class: "danger" }) : null,
    icon(pending ? "arrow-clockwise" : "check"), pending ? say("hand_pending", { n: pending }) : say("hand_sent")]);
  by("waiting").className = rejected ? "bad" : pending ? "late" : "";
  by("waiting").dataset.pending = String(pending);
}

/** What this device lacks, once, on the screen where a place is chosen. @param {string[]} keys */
export const lacks = (keys) => (keys.length ? h("div.lacks", null, keys.map((key) => h("p", { "data-lack": key }, icon("warning"), h("span", null, say(key))))) : null);
