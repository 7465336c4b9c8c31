// Draw a round: its stops in loading order, one square a crate, and the van from above.
import { coldRank, customerPicture, productPicture } from "./catalogue.js";
import { classSign, food, h, icon } from "./dom.js";
import { clock, counted, outOf, quantity, say } from "./words.js";

const TALL = 3; // up to this many stops a row has two lines of goods
const ROOMY = 4; // up to this many stops name, squares and goods stand under each other
const WITH_GOODS = 6; // up to this many stops every row names its goods; above, the caption names the current stop's
const MANY = 8; // over this many stops, two columns
const TIGHT = 12; // over this many stops in two columns, no pictures
const TOO_MANY = 16; // over this many, the current stop and its neighbours, and a small map of all
const AROUND = 4; // neighbours on each side of the current stop

const LATE_MIN = 90; // later than this, minutes say nothing any more

/** @param {any} board */
function departure({ minutes_left: left, state }) {
  if (state === "departed") return say("departed");
  if (left === null || left === undefined) return "";
  if (left >= 0) return left <= LATE_MIN ? say("board_in", { n: left }) : say("board_in_hours", { n: Math.floor(left / 60) });
  return -left <= LATE_MIN ? say("board_late", { n: -left }) : say("board_past");
}

/** A round's name as people say it. @param {any} round */
export const roundName = (round) => (/tourn/i.test(round.round) ? round.round : say("round_named", { name: round.round }));

/** @param {any} board */
export function figures(board) {
  const { minutes_left: left } = board;
  return [
    h("span.count.numbers", null, h("b", null, board.loaded), ` / ${board.expected} `, h("span.word", null, counted("crate", "crates", board.expected))),
    h("span.when", null, h("span", null, say("board_departure"), " ", h("b.numbers", null, clock(board.depart_at))), h("span.left", { class: left < 0 ? "late" : "" }, departure(board))),
  ];
}

/** @param {any} crate */
const square = (crate) => h("i.square", { class: [crate.loaded ? "full" : "", crate.unweighed ? "unweighed" : "", `zone-${crate.temperature_class}`].join(" "), "data-crate": crate.id, "data-loaded": crate.loaded ? "1" : null });

/** How much of a line is not aboard: crates, or what was ordered. @param {any} line */
export function howMuch(line) {
  return line.count === null || line.count === undefined ? quantity(line.quantity_milli ?? 0, line.unit ?? "kg") : `×${line.count}`;
}

/** @param {any} line */
function remainingGoods(line) {
  return h("span.goods", { class: line.declared_missing ? "missing" : "" }, food(productPicture(line)), `${line.name} `, h("b", null, howMuch(line)), " ",
    h("span.place", null, line.declared_missing ? say("board_missing") : line.to_prepare ? say("board_to_prepare") : [line.zone ?? say("quay"), line.unweighed ? say("board_unweighed") : ""].filter(Boolean).join(", ")),
    line.seen_by ? h("span.seen", null, ` ${say("board_seen_by", { name: line.seen_by, time: clock(line.seen_at) })}`) : null);
}

/** @param {any} stop */
function status(stop) {
  if (stop.state === "complete") return h("div.status.done", null, icon("check-fat"), h("span", null, say("board_complete")));
  if (!stop.expected && !stop.to_prepare && !stop.missing) return h("div.status.done", null, h("span", null, say("board_nothing")));
  const here = stop.expected - stop.loaded;
  const missing = here === 0 && !stop.to_prepare && stop.missing > 0;
  const left = here || stop.to_prepare || stop.missing || 0;
  const word = missing ? "board_missing" : here === 0 && stop.to_prepare ? "board_to_prepare" : stop.loaded === 0 ? "board_to_load" : "board_left";
  return h("div.status", { class: missing ? "short" : "" }, h("b.numbers", null, left), h("span", null, say(word)));
}

/** @param {any} stop @param {boolean} roomy */
export function stopRow(stop, roomy) {
  const goods = roomy ? stop.remaining : [];
  return h("li.stop", { class: stop.state, "data-stop": stop.stop, "data-customer": stop.customer.code },
    h("b.number.numbers", null, stop.stop), food(customerPicture(stop.customer)),
    h("div.load", null, h("p.name", null, stop.customer.name), h("div.squares", null, stop.crates.map(square), Array.from({ length: stop.to_prepare ?? 0 }, () => h("i.square.later"))),
      goods.length && stop.state !== "complete" ? h("p.remaining", null, goods.slice(0, 4).map(remainingGoods)) : null),
    status(stop));
}

/** Where loading is: the current stop, else the last one. @param {any[]} stops */
const currentAt = (stops) => { const at = stops.findIndex((stop) => stop.state === "current"); return at < 0 ? stops.length - 1 : at; };

/** The current stop with its neighbours: always as many rows. @param {any[]} stops */
function around(stops) {
  const first = Math.max(0, Math.min(currentAt(stops) - AROUND, stops.length - 2 * AROUND - 1));
  return stops.slice(first, first + 2 * AROUND + 1);
}

/** All stops of a long round at a glance, in loading order. @param {any[]} stops */
export function miniMap(stops) {
  if (stops.length <= TOO_MANY) return null;
  return h("ol.minimap", { "aria-label": say("board_all_stops", { n: stops.length }) }, stops.map((stop) => h("li", { class: stop.state, "data-stop": stop.stop }, stop.stop)));
}

/** How the rows are laid out, so that so many fit without scrolling. @param {number} count */
function shape(count) {
  if (count <= ROOMY) return count <= TALL ? "roomy tall" : "roomy";
  if (count <= MANY || count > TOO_MANY) return "mid";
  return count <= TIGHT ? "two" : "two tight";
}

/** @param {any[]} stops */
export function stopList(stops) {
  const count = stops.length;
  const shown = count > TOO_MANY ? around(stops) : stops;
  const list = h("ol.stops", { class: shape(count), "data-count": count }, shown.map((stop) => stopRow(stop, count <= WITH_GOODS)));
  if (count > MANY && count <= TOO_MANY) list.style.setProperty("--rows", String(Math.ceil(stops.length / 2)));
  return list;
}

/** What the current stop still waits for, when its row has no room to say it. @param {any[]} stops */
export function waitingGoods(stops) {
  const current = stops.find((stop) => stop.state === "current");
  if (!current || stops.length <= WITH_GOODS) return [];
  return [h("b.numbers", null, current.stop), ...current.remaining.slice(0, 3).map(remainingGoods)];
}

/** The van from above, cab on top. @param {any[]} zones */
export function van(zones) {
  const order = [...zones].sort((a, b) => coldRank(a.temperature_class) - coldRank(b.temperature_class));
  const boxes = order.map((zone) => h("div.zone", { class: `zone-${zone.temperature_class}`, "data-grow": zone.expected },
    h("span", null, classSign(zone.temperature_class), say(`class_${zone.temperature_class}`)),
    h("b.numbers", null, outOf(zone.loaded, zone.expected)),
    zone.next_stop ? h("span.nextstop", null, icon("arrow-right"), say("board_stop", { n: zone.next_stop })) : null));
  return h("div.van", null, h("p", null, say("board_cab")), ...boxes, h("p", null, say("board_doors")));
}
