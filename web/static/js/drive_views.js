// Draws the driver's phone: rounds, stops in their order, one stop. Keeps nothing.
import { customerPicture, productPicture } from "./catalogue.js";
import { button, by, classSign, fill, food, h, icon, tile } from "./dom.js";
import { nameOf } from "./hand_foot.js";
import { amount, celsius, clock, counted, say } from "./words.js";

/** Under the camera's picture where there is one. @param {...(Node | null)} children */
const put = (...children) => fill(by("main"), document.getElementById("video"), ...children);

/** @param {string} sentence @param {...Node} more */
export const drawSentence = (sentence, ...more) => put(h("p.question", null, sentence), h("div.actions", null, ...more));

/** @param {any[]} rounds @param {(id: string) => void} choose */
export function drawRounds(rounds, choose) {
  put(h("p.question", null, say(rounds.length ? "drive_which" : "drive_none")),
    h("div.tiles.big", null, rounds.map((one) => tile({ picture: food("tournee"), title: nameOf(one), small: [one.vehicle, clock(one.depart_at)].filter(Boolean).join(" · "), onclick: () => choose(one.id) }))));
}

/** @param {string} one @param {number} [tenths] what was measured; nothing where nobody did */
const cold = (one, tenths) => h("span.cold", { class: `class-${one}` }, classSign(one), [say(`class_${one}`), celsius(tenths)].filter(Boolean).join(" · "));

/** On one line. @param {any} at a stop, or a farm */
export const addressOf = (at) => [at.address, [at.postcode, at.city].filter(Boolean).join(" ")].filter(Boolean).join(", ");

/** @param {any} snapshot @param {{done: Set<string>, more: Node | null, counts: (stop: any) => number, open: (stop: any) => void, actions: Node[]}} how `more`: the farms */
export function drawStops(snapshot, { done, more, counts, open, actions }) {
  by("title").textContent = nameOf(snapshot.round);
  const told = snapshot.stops.filter((/** @type {any} */ stop) => done.has(stop.customer)).length;
  const next = snapshot.stops.find((/** @type {any} */ stop) => !done.has(stop.customer));
  put(snapshot.round.state === "departed" || !snapshot.stops.length ? null : h("p.said.wait", null, icon("clock"), h("span", null, say("drive_not_gone"))),
    snapshot.stops.length ? h("p.lead", null, say("drive_stops", { done: told, all: snapshot.stops.length })) : null,
    h("ol.drivestops", null, snapshot.stops.map((/** @type {any} */ stop) => h("li", null, h("button.drivestop", { type: "button", class: done.has(stop.customer) ? "done" : stop === next ? "next" : "", "data-customer": stop.customer, onclick: () => open(stop) },
      h("b.number", null, stop.stop), food(customerPicture(stop)),
      h("span.where", null, h("b", null, stop.name), h("small", null, addressOf(stop) || stop.window || "")),
      h("span.count", null, done.has(stop.customer) ? icon("check-fat") : null, done.has(stop.customer) ? say("drive_done") : `${counts(stop)} ${counted("crate", "crates", counts(stop))}`))))),
    more, h("div.actions", null, ...actions));
}

/** @param {any} stop @param {{crates: any[], given: string[], done: boolean, products: Record<string, any>, actions: Node[]}} how */
export function drawStop(stop, { crates, given, done, products, actions }) {
  by("title").textContent = `${stop.stop} · ${stop.name}`;
  put(h("section.drivedoor", null,
    addressOf(stop) ? h("p", null, icon("map-pin"), h("span", null, addressOf(stop))) : null,
    stop.door_code ? h("p.code", null, icon("lock-open"), h("span", null, say("drive_door", { code: stop.door_code }))) : null,
    stop.window ? h("p", null, icon("clock"), h("span", null, stop.window)) : null,
    stop.phone ? h("a.button", { href: `tel:${stop.phone.replace(/[^+\d]/g, "")}` }, icon("bell"), h("span", null, say("drive_call"), " ", h("bdi", null, stop.phone))) : null,
    stop.classes.length ? h("p", null, stop.classes.map((/** @type {string} */ one) => cold(one, stop.temperatures?.[one]))) : null),
  h("p.question", null, done ? say("drive_done") : crates.length ? say("drive_give", { n: crates.length }) : say("drive_nothing")),
  h("p.bigcount", null, done ? icon("check-fat", "huge") : given.length, done ? null : h("small", null, ` / ${crates.length}`)),
  h("div.actions.stacked", null, ...actions),
  h("ul.drivecrates", null, crates.map((row) => goods(row, given.includes(row.id), products))));
}

/** @param {any} row @param {boolean} isGiven @param {Record<string, any>} products */
function goods(row, isGiven, products) {
  const first = row.contents[0] ?? {};
  const product = products[first.product];
  const name = row.contents.length > 1 ? say("mixed_crate") : product?.name ?? first.product ?? "";
  return h("li.row", { class: isGiven ? "given" : "", "data-crate": row.id }, food(productPicture({ name, family: product?.family })),
    h("div", null, h("b", null, name), h("small", null, [amount(first, product?.unit), `…${(row.codes[0] ?? row.id).slice(-5)}`].filter(Boolean).join(" · "))), h("span.end", null, isGiven ? icon("check-fat") : h("i.square")));
}

/** A choice by big tiles. @param {[string, string, () => void][]} choices sign, text, what it does @param {() => void} close */
export const choices = (choices, close) => [h("div.tiles.reasons", null, choices.map(([sign, text, act]) => tile({ picture: icon(sign), title: text, onclick: () => { close(); act(); } }))), button(say("cancel"), close)];
