// What a crate may carry beside the usual: the customer it was sorted for, and the producer's own lot.
import { about, catalogue, customerPicture } from "./catalogue.js";
import { food, h, icon } from "./dom.js";
import { askAnew } from "./missing.js";
import { say } from "./words.js";

await catalogue("customers");
/** What a touch on a chip asks, fetched when it is touched. @param {(asks: any) => void} open */
const then = (open) => () => void import("./reception_extra_asks.js").then(open, askAnew);

/** @param {any} chosen @param {any} actions */
export function extras(chosen, actions) {
  const customer = about("customers", chosen.customer);
  if (chosen.dropped) return h("div.chips.push", null, h("button.chip", { type: "button", "aria-pressed": "true", onclick: then((asks) => asks.askPutDown("ask_put_down", actions)), id: "dropped-crate" }, icon("scales"), h("span", null, say("dropped_one"))));
  return h("div.chips.push", null,
    chosen.code ? h("button.chip", { type: "button", "aria-pressed": "true", "aria-label": say("ready_label"), onclick: then((asks) => asks.askPutDown("ask_drop_label", actions)), id: "ready-label" }, icon("barcode"), h("span", null, say("ready_label"))) : null,
    h("button.chip", { type: "button", "aria-pressed": String(customer !== null), "aria-label": customer?.name ?? say("for_stock"), onclick: then((asks) => asks.askCustomer(chosen, actions)), id: "for-customer" },
      customer ? food(customerPicture(customer)) : icon("user"), h("span", null, customer?.name ?? say("for_stock"))),
    h("button.chip", { type: "button", "aria-pressed": String(Boolean(chosen.producerLot)), "aria-label": chosen.producerLot ?? say("producer_lot"), onclick: then((asks) => asks.askLot(chosen, actions)), id: "producer-lot" },
      icon("tag"), h("span", null, chosen.producerLot ?? say("producer_lot"))),
    h("button.chip.narrow", { type: "button", "aria-label": say("last_labels"), onclick: actions.showLabels, id: "show-labels" }, icon("list-checks")));
}
