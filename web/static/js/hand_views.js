// Draws a handheld's screens: where it stands, which round or room, and the count.
import { by, classSign, fill, food, h, icon, refill, tile } from "./dom.js";
import { nameOf } from "./hand_foot.js";
import { celsius, clock, say } from "./words.js";

const main = () => by("main");

/** @param {any} zone */
const zoneSign = (zone, more = "") => h("span", { class: `class-${zone.temperature_class}` }, classSign(zone.temperature_class, more));

/** Under the camera's picture where there is one. @param {...(Node | null)} children */
export function put(...children) {
  delete main().dataset.shown;
  fill(main(), document.getElementById("video"), ...children);
}

/** @param {string} question @param {any[]} posts @param {(post: any) => void} choose */
export function drawPosts(question, posts, choose) {
  put(h("p.question", null, question), h("div.tiles.big", null, posts.map((one) => tile({ picture: food(one.role === "dock" ? "tournee" : "porte"), title: say(`post_${one.role}`), small: one.id, onclick: () => choose(one) }))));
}

/**
 * Rounds or rooms; a list that says the same again is not drawn anew under a finger.
 * @param {any} snapshot of the post @param {(kind: "round" | "zone", thing: any) => void} choose
 * @param {unknown} also what else is said here @param {() => (Node | null)[]} more its words
 */
export function drawPlaces(snapshot, choose, also, more) {
  const dock = snapshot.role === "dock";
  const tiles = dock
    ? snapshot.rounds.map((/** @type {any} */ one) => tile({ picture: food("tournee"), title: nameOf(one), small: [one.vehicle, one.state === "departed" ? say("hand_left") : clock(one.depart_at)].filter(Boolean).join(" · "), onclick: () => choose("round", one) }))
    : snapshot.zones.map((/** @type {any} */ one) => tile({ picture: zoneSign(one), title: one.name, small: one.celsius_tenths === null ? "" : celsius(one.celsius_tenths), onclick: () => choose("zone", one) }));
  refill(main(), [snapshot.role, dock ? snapshot.rounds : snapshot.zones, also], () => [document.getElementById("video"),
    h("p.question", null, say(dock ? "dock_ask" : "store_scan_door")), tiles.length ? h("div.tiles.big", null, tiles) : h("p.lead", null, say("hand_no_rounds")), ...more()]);
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

/** What this device lacks, once, on the screen where a place is chosen. @param {string[]} keys */
export const lacks = (keys) => (keys.length ? h("div.lacks", null, keys.map((key) => h("p", { "data-lack": key }, icon("warning"), h("span", null, say(key))))) : null);
