// What the chips of the reception ask: for which customer, the producer's own lot, whether to put a label down.
import { catalogue, customerPicture } from "./catalogue.js";
import { button, food, h, tile } from "./dom.js";
import { ask } from "./floor.js";
import { say } from "./words.js";

const LONGEST_LOT = 20;
const customers = await catalogue("customers");

/** @param {any} chosen @param {any} actions */
export function askCustomer(chosen, actions) {
  const rows = [...customers.values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
  ask(say("ask_customer"), (close) => {
    const take = (/** @type {string | null} */ code) => { close(); actions.choose({ customer: code, orderLine: null }); };
    return [h("div.tiles", null,
      tile({ picture: food("caisse"), title: say("for_stock"), pressed: chosen.customer === null, onclick: () => take(null) }),
      rows.map((row) => tile({ picture: food(customerPicture(row)), title: row.name, pressed: row.code === chosen.customer, onclick: () => take(row.code) }))),
    button(say("cancel"), close)];
  });
}

/** @param {string} question the word that asks @param {any} actions */
export function askPutDown(question, actions) {
  ask(say(question), (close) => [h("div.actions", null,
    button(say("ok"), () => { close(); actions.choose({ code: null }); }, { class: "go" }), button(say("cancel"), close))]);
}

/** @param {any} chosen @param {any} actions */
export function askLot(chosen, actions) {
  ask(say("ask_producer_lot"), (close) => {
    const field = /** @type {HTMLInputElement} */ (h("input.lot", { type: "text", maxlength: LONGEST_LOT, value: chosen.producerLot ?? "", "aria-label": say("producer_lot"), autocomplete: "off" }));
    const take = () => { close(); actions.choose({ producerLot: field.value.trim() || null }); };
    return [field, h("div.actions", null, button(say("ok"), take, { class: "go" }), button(say("cancel"), close))];
  });
}
