// Draws the farms of a round on the driver's phone: the list, one farm, what is in the van. Keeps nothing.
import { productPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon, tile } from "./dom.js";
import { addressOf } from "./drive_views.js";
import { ask } from "./floor.js";
import { celsiusPad, keypad } from "./keypad.js";
import { productsOf, total } from "./pickup_facts.js";
import { celsius, counted, quantity, say, today } from "./words.js";

/** @param {number} n */
const crates = (n) => `${n} ${counted("crate", "crates", n)}`;

/** The farms behind the customers: first those, then these. @param {any[]} farms @param {{done: Set<string>, aboard: (farm: any) => number, open: (farm: any) => void}} how */
export function farmList(farms, { done, aboard, open }) {
  const next = farms.find((one) => !done.has(one.producer));
  return h("section", { id: "farms" }, h("p.lead", null, say("pickup_farms", { done: farms.filter((one) => done.has(one.producer)).length, all: farms.length })),
    h("ol.drivestops", null, farms.map((farm) => h("li", null, h("button.drivestop", { type: "button", class: done.has(farm.producer) ? "done" : farm === next ? "next" : "", "data-producer": farm.producer, onclick: () => open(farm) },
      h("b.number", null, farm.rank), food("man-farmer"),
      h("span.where", null, h("b", null, farm.name), h("small", null, addressOf(farm))),
      h("span.count", null, done.has(farm.producer) ? icon("check-fat") : null, done.has(farm.producer) ? crates(aboard(farm)) : wanted(farm)))))));
}

/** @param {any} farm */
function wanted(farm) {
  const labels = farm.expected.reduce((/** @type {number} */ sum, /** @type {any} */ row) => sum + row.labels.length, 0);
  if (labels) return crates(labels);
  const products = new Set([...farm.expected, ...farm.announced].map((row) => row.product)).size;
  return products ? say("pickup_products", { n: products }) : say("pickup_unknown");
}

/** @param {any} farm @param {{draft: import("./pickup_facts.js").FarmDraft, done: boolean, products: Record<string, any>, remove: (at: number) => void, actions: Node[]}} how */
export function drawFarm(farm, { draft, done, products, remove, actions }) {
  by("title").textContent = `${farm.rank} · ${farm.name}`;
  const inside = total(draft.crates);
  fill(by("main"), document.getElementById("video"),
    h("section.drivedoor", null,
      addressOf(farm) ? h("p", null, icon("map-pin"), h("span", null, addressOf(farm))) : null,
      farm.phone ? h("a.button", { href: `tel:${farm.phone.replace(/[^+\d]/g, "")}` }, icon("bell"), h("span", null, say("drive_call"), " ", h("bdi", null, farm.phone))) : null),
    done ? h("p.said.ok", null, icon("check-fat"), h("span", null, say("pickup_done", { n: total(farm.aboard) }))) : null,
    h("p.question", null, say(done ? "pickup_more" : "pickup_scan")),
    h("p.bigcount", { id: "inside" }, inside, h("small", null, ` ${counted("crate", "crates", inside)}`)),
    h("div.actions.stacked", null, ...actions),
    draft.crates.length || draft.refused.length ? h("ul.drivecrates", { id: "taken" }, draft.crates.map((row, at) => taken(row, products, () => remove(at))), draft.refused.map((row) => left(row, products))) : null,
    expectedList(farm, products));
}

/** @param {any} row @param {Record<string, any>} products @param {() => void} remove */
function taken(row, products, remove) {
  const product = products[row.product];
  const cold = row.celsius_tenths === null ? row.no_celsius && say("pickup_not_measured") : celsius(row.celsius_tenths);
  return h("li.row.given", { "data-product": row.product }, food(productPicture({ name: product?.name ?? "", family: product?.family })),
    h("div", null, h("b", null, `${row.crates} × ${product?.name ?? row.product}`), h("small", null, [row.code ? `…${row.code.slice(-5)}` : say("pickup_no_label"), row.count && quantity(row.count * 1000, product?.unit), cold].filter(Boolean).join(" · "))),
    h("span.end", null, h("button.button", { type: "button", "aria-label": `${say("pickup_remove")} ${product?.name ?? ""}`, onclick: remove }, icon("minus"))));
}

/** @param {any} row @param {Record<string, any>} products */
const left = (row, products) => h("li.row", { "data-product": row.product }, icon("prohibit"), h("div", null, h("b", null, `${row.crates} × ${products[row.product]?.name ?? row.product}`), h("small", null, say("pickup_left"))));

/** @param {any} farm @param {Record<string, any>} products */
function expectedList(farm, products) {
  const rows = [...farm.expected, ...farm.announced];
  if (!rows.length) return null;
  return h("section", { id: "expected" }, h("p.lead", null, say("pickup_expected")), h("ul.list", null, rows.map((row) => {
    const product = products[row.product];
    const day = row.delivery_date && row.delivery_date > today() ? say("tomorrow") : "";
    const labels = row.labels?.length ? say("pickup_labels", { n: row.labels.length }) : "";
    return h("li.row", null, food(productPicture({ name: product?.name ?? "", family: product?.family })),
      h("div", null, h("b", null, `${product?.name ?? row.product}, ${quantity(row.quantity_milli, row.unit ?? product?.unit)}`), h("small", null, [row.name, labels, day].filter(Boolean).join(" · "))));
  })));
}

/** What the farm sells, what is expected first. @param {any} farm @param {Record<string, any>} products @param {string} question @param {(product: string) => void} then */
export function askFarmProduct(farm, products, question, then) {
  ask(question, (close) => [h("div.tiles", null, productsOf(farm, products).map((code) => tile({ picture: food(productPicture(products[code])), title: products[code].name, onclick: () => { close(); then(code); } }))), button(say("cancel"), close)]);
}

/** @param {string} question @param {(n: number) => void} then @param {(() => void) | null} [unknown] */
export function askHowMany(question, then, unknown = null) {
  ask(question, (close) => {
    const pad = keypad({ show: (digits) => digits || "0", most: unknown ? 4 : 2, onOk: (digits) => { if (!Number(digits)) return; close(); then(Number(digits)); } });
    return [h("div.padask", null, h("div.column", null, pad.entry, h("div.actions", null, pad.ok, unknown ? button(say("do_not_know"), () => { close(); unknown(); }, { id: "unknown" }) : null, button(say("cancel"), close))), pad.pad)];
  });
}

/** @param {any} product @param {(tenths: number) => void} then @param {() => void} none */
export function askCelsius(product, then, none) {
  ask(`${product.name} : ${say("ask_temperature")}`, (close) => {
    const pad = celsiusPad(product.temperature_class, (tenths) => { close(); then(tenths); });
    return [h("div.padask", null, h("div.column", null, pad.entry, h("div.actions", null, pad.ok, button(say("pickup_no_celsius"), () => { close(); none(); }, { id: "no-celsius" }))), pad.pad)];
  });
}
