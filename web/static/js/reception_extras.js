// What a crate may carry beside the usual: the customer it was sorted for, and the producer's own lot.
import { about, catalogue, customerPicture } from "./catalogue.js";
import { button, food, h, icon, tile } from "./dom.js";
import { ask } from "./floor.js";
import { say } from "./words.js";

const LONGEST_LOT = 20;
const customers = await catalogue("customers");

/** @param {any} chosen @param {any} actions */
export function extras(chosen, actions) {
  const customer = about("customers", chosen.customer);
  if (chosen.dropped) return h("div.chips.push", null, h("button.chip", { type: "button", "aria-pressed": "true", onclick: () => askPutDown(say("ask_put_down"), actions), id: "dropped-crate" }, icon("scales"), h("span", null, say("dropped_one"))));
  return h("div.chips.push", null,
    chosen.code ? h("button.chip", { type: "button", "aria-pressed": "true", "aria-label": say("ready_label"), onclick: () => askPutDown(say("ask_drop_label"), actions), id: "ready-label" }, icon("barcode"), h("span", null, say("ready_label"))) : null,
    h("button.chip", { type: "button", "aria-pressed": String(customer !== null), "aria-label": customer?.name ?? say("for_stock"), onclick: () => askCustomer(chosen, actions), id: "for-customer" },
      customer ? food(customerPicture(customer)) : icon("user"), h("span", null, customer?.name ?? say("for_stock"))),
    h("button.chip", { type: "button", "aria-pressed": String(Boolean(chosen.producerLot)), "aria-label": chosen.producerLot ?? say("producer_lot"), onclick: () => askLot(chosen, actions), id: "producer-lot" },
      icon("tag"), h("span", null, chosen.producerLot ?? say("producer_lot"))),
    h("button.chip.narrow", { type: "button", "aria-label": say("last_labels"), onclick: actions.showLabels, id: "show-labels" }, icon("list-checks")));
}

/** @param {any} chosen @param {any} actions */
function askCustomer(chosen, actions) {
  const rows = [...customers.values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
  ask(say("ask_customer"), (close) => {
    const take = (/** @type {string | null} */ code) => { close(); actions.choose({ customer: code, orderLine: null }); };
    return [h("div.tiles", null,
      tile({ picture: food("caisse"), title: say("for_stock"), pressed: chosen.customer === null, onclick: () => take(null) }),
      rows.map((row) => tile({ picture: food(customerPicture(row)), title: row.name, pressed: row.code === chosen.customer, onclick: () => take(row.code) }))),
    button(say("cancel"), close)];
  });
}

/** @param {string} question @param {any} actions */
function askPutDown(question, actions) {
  ask(question, (close) => [h("div.actions", null,
    button(say("ok"), () => { close(); actions.choose({ code: null }); }, { class: "go" }), button(say("cancel"), close))]);
}

/** @param {any} chosen @param {any} actions */
function askLot(chosen, actions) {
  ask(say("ask_producer_lot"), (close) => {
    const field = /** @type {HTMLInputElement} */ (h("input.lot", { type: "text", maxlength: LONGEST_LOT, value: chosen.producerLot ?? "", "aria-label": say("producer_lot"), autocomplete: "off" }));
    const take = () => { close(); actions.choose({ producerLot: field.value.trim() || null }); };
    return [field, h("div.actions", null, button(say("ok"), take, { class: "go" }), button(say("cancel"), close))];
  });
}
