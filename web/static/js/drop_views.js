// The pictures of each step of a lone drop. Shows the state it is given; asks only through `actions`.
import { coldRank, productPicture } from "./catalogue.js";
import { button, classSign, food, h, icon, tile } from "./dom.js";
import { celsiusPad, keypad } from "./keypad.js";
import { amount, celsius, clock, counted, kilograms, say, today, unitName } from "./words.js";

const SHELF_DAYS = 9;
const KG_DIGITS = 5; // 999,99 kg in one crate is a pallet
const COUNT_DIGITS = 4;

/** @param {any} row */
const zoneSign = (row) => h("span", { class: `class-${row.temperature_class}` }, classSign(row.temperature_class));
/** @param {any} product */
const subject = (product) => h("div.subject", null, food(productPicture(product)), h("div", null, h("b", null, product.name), h("span", { class: `class-${product.temperature_class}` }, say(`class_${product.temperature_class}`))));
/** A farm in words: grams or units as it declared them. @param {any} row */
const word = (row) => amount({ net_g: row.declared_g, count: row.declared_count }, row.unit) || say("drop_unsaid");

/** @param {any} state @param {any} actions */
function farmView({ farms }, actions) {
  if (!farms.length) return [h("section.center", null, icon("warning", "huge"), h("p.question", null, say("drop_no_farm")))];
  return [h("p.question", null, say("ask_producer")),
    h("div.tiles", null, [...farms].sort((a, b) => a.name.localeCompare(b.name, "fr")).map((/** @type {any} */ row) => tile({ picture: food("man-farmer"), title: row.name, onclick: () => actions.chooseFarm(row.code) })))];
}

/** @param {any} state @param {any} actions */
function zoneView({ page }, actions) {
  return [h("p.question", null, say("drop_ask_zone"), h("small", null, say("drop_or_door"))),
    h("div.tiles.big", null, page.zones.map((/** @type {any} */ row) => tile({ picture: zoneSign(row), title: row.name, small: row.max_celsius_tenths === null ? say(`class_${row.temperature_class}`) : say("max_temperature", { max: celsius(row.max_celsius_tenths) }), onclick: () => actions.chooseZone(row) })))];
}

/** @param {any} state @param {any} actions */
function scanView({ page, chosen, busy, printing }, actions) {
  const zone = page.zones.find((/** @type {any} */ row) => row.code === chosen.zone) ?? { name: chosen.zone, temperature_class: "ambiant" };
  const left = page.intake?.crates ?? [];
  return [h("div.split", null,
    h("section.panel.center", { class: `class-${zone.temperature_class}` }, classSign(zone.temperature_class, "huge"),
      h("p.question.zonename", null, zone.name), h("p.question.light", null, icon("barcode"), " ", say("drop_scan"))),
    h("aside.column", null, h("div.panel.sum", null, h("span.lead", null, say("drop_left")), h("p", null, h("b.entry", { id: "left" }, left.length))),
      h("ul.list.grow", { id: "crates" }, left.length ? left.map(leftRow) : h("li.lead", null, say("drop_nothing"))), withoutLabel(left[0], printing))),
  h("div.actions", null, button(say("store_other"), actions.otherZone, { icon: "arrow-left" }),
    button(say("drop_without_label"), actions.withoutLabel, { icon: "plant", id: "unlabelled", disabled: busy }),
    left.length ? button(say("undo_last"), actions.undo, { icon: "arrow-counter-clockwise", id: "undo", disabled: busy }) : null,
    left.length ? button(say("drop_end"), actions.end, { icon: "check", class: "primary", id: "end", disabled: busy }) : null)];
}

/** A label that may not have come out: the farm sticks another one, nobody is there to print. @param {any} last @param {boolean} printing */
const withoutLabel = (last, printing) => (last && !last.labelled && ["uncertain", "failed", ...(printing ? [] : ["queued"])].includes(last.label?.state) ? h("p.said.stop", { id: "label-lacks" }, icon("warning"), h("span", null, say("drop_label_first"))) : null);

/** @param {any} row */
function leftRow(row) {
  const label = row.label && row.label.state !== "confirmed" ? h("span.state", { class: row.label.state, "data-state": row.label.state }, say(`label_${row.label.state}`)) : null;
  return h("li.row", { "data-crate": row.crate }, food(productPicture(row)), h("div", null, h("b", null, row.name), h("small", null, [row.zone_name, celsius(row.celsius_tenths)].filter(Boolean).join(" · ")), label), h("span.end", null, word(row)));
}

/** @param {any} state @param {any} actions */
function productView({ page }, actions) {
  const rows = [...page.products].sort((a, b) => coldRank(a.temperature_class) - coldRank(b.temperature_class) || a.name.localeCompare(b.name, "fr"));
  return [
    h("p.question", null, say("ask_product")),
    h("div.tiles", { id: "products" }, rows.map((row) => tile({ picture: food(productPicture(row)), title: row.name, small: say(`unit_${row.unit}`), onclick: () => actions.chooseProduct(row.code) }))),
    h("div.actions", null, button(say("cancel"), actions.putDown, { icon: "arrow-left" })),
  ];
}

/** Digits are hundredths of a kilogram: "1250" is 12,50 kg. @param {string} digits */
const asKilograms = (digits) => `${kilograms(Number(digits || "0") * 10, 2)} kg`;

/** @param {any} state @param {any} actions */
function quantityView({ product, chosen, suggested }, actions) {
  const kg = product.unit === "kg";
  const start = suggested ? String(kg ? Math.round(suggested / 10) : suggested) : "";
  const pad = keypad({
    show: (digits) => (kg ? asKilograms(digits) : `${Number(digits || "0")} ${unitName(product.unit, Number(digits || "0"))}`),
    most: kg ? KG_DIGITS : COUNT_DIGITS, start, onOk: (digits) => { if (Number(digits)) actions.declare(Number(digits) * (kg ? 10 : 1)); },
  });
  return [h("div.split.keypad", null,
    h("div.column", null, subject(product), h("p.question", null, say(kg ? "drop_ask_weight" : "drop_ask_count")), h("p.lead", null, say("drop_declared_only")), h("div.panel.grow.figurebox", null, pad.entry),
      h("div.actions", null, button(say("cancel"), actions.putDown, { icon: "arrow-left" }), button(say("drop_unknown"), () => actions.declare(null), { icon: "question", id: "unknown" }))),
    h("div.column", null, pad.pad, pad.ok))];
}

/** @param {any} state @param {any} actions */
function temperatureView({ product }, actions) {
  const pad = celsiusPad(product.temperature_class, actions.measured);
  return [h("div.split.keypad", null,
    h("div.column", null, subject(product), h("p.question", null, say("ask_temperature")), h("div.panel.grow.figurebox", null, pad.entry),
      h("div.actions", null, button(say("cancel"), actions.putDown, { icon: "arrow-left" }), button(say("drop_no_thermometer"), () => actions.measured(null), { icon: "thermometer", id: "unmeasured" }))),
    h("div.column", null, pad.pad, pad.ok))];
}

/** @param {any} state @param {any} actions */
function dateView({ product }, actions) {
  const asked = say(product.date_kind === "use_by" ? "ask_use_by" : "ask_best_before");
  const other = /** @type {HTMLInputElement} */ (h("input.date", { type: "date", min: today(), "aria-label": asked }));
  const days = Array.from({ length: SHELF_DAYS }, (_, i) => i + 1);
  return [subject(product), h("p.question", null, asked),
    h("div.tiles.dates", null, days.map((later) => h("button.tile", { type: "button", onclick: () => actions.dated(today(later)) }, h("b.numbers", null, today(later).split("-").reverse().slice(0, 2).join("/")), h("small", null, `J+${later}`)))),
    h("div.chips", null, other, button(say("ok"), () => other.value && actions.dated(other.value))),
    h("div.actions", null, button(say("cancel"), actions.putDown, { icon: "arrow-left" }))];
}

/** What was left, when; on paper too, once the printer has proved it. @param {any} receipt @param {any} actions */
export function receiptView(receipt, actions) {
  const n = receipt.crates.length;
  return [h("div.split", { id: "receipt" },
    h("section.panel.center", null, icon("receipt", "huge"), h("p.question", null, say("drop_done", { n, crates: counted("crate", "crates", n), time: clock(receipt.closed_at) })),
      h("p.question.light", null, receipt.name), h("p.lead", null, `${receipt.moment} · ${receipt.id}`), h("p.question.light", null, say("drop_not_weighed")), h("div", { id: "paper" })),
    h("aside.column", null, h("img.qr", { src: receipt.qr, alt: say("drop_qr") }), h("p.lead", null, say("drop_qr")),
      h("ul.list.grow", null, receipt.crates.map(leftRow)))),
  h("div.actions", null, button(say("log_out"), actions.leave, { icon: "sign-out", class: "primary", id: "drop-leave" }))];
}

/** All is left and ended; only its receipt could not be read. @param {{busy: boolean}} state @param {any} actions */
export function receiptLacks({ busy }, actions) {
  return [h("section.center", null, icon("receipt", "huge"), h("p.question", null, say("drop_receipt_lacks"))),
    h("div.actions", null, button(say("log_out"), actions.leave, { icon: "sign-out", id: "drop-leave" }),
      button(say("drop_receipt_again"), actions.end, { icon: "receipt", class: "primary", id: "receipt-again", disabled: busy }))];
}

export const VIEWS = { farm: farmView, zone: zoneView, scan: scanView, product: productView, quantity: quantityView, temperature: temperatureView, date: dateView, ready: scanView };
