// Parts of the preparation's page: a line's row, its sizes, the counter, and what is asked over the page.
import { about, customerPicture, productPicture } from "./catalogue.js";
import { button, food, h, icon } from "./dom.js";
import { ask } from "./floor.js";
import { isDone, target } from "./prepare_walk.js";
import { say, unitName, weight } from "./words.js";

/** @param {any} one @param {string} unit @param {number} value */
export const size = (one, unit, value) => (one.need_g ? weight(value) : `${value} ${unitName(unit, value)}`);
/** What a line may have, and of how much where it is short. @param {any} item @param {any} one */
export const wanted = (item, one) => {
  if (target(one) === 0) return say("prepare_nothing");
  const whole = size(one, item.unit, one.need_g ?? one.need_count);
  return target(one) === (one.need_g ?? one.need_count) ? whole : say("prepare_share_of", { part: size(one, item.unit, target(one)), whole });
};

/** Where a crate stands and what is left in it. @param {any} item @param {any} one */
export const place = (item, one) => [one.zone ?? say("quay"), one.net_g && item.unit === "kg" ? weight(one.net_g) : `${one.count ?? ""} ${unitName(item.unit, one.count ?? 2)}`, one.lot].join(" · ");

/** Take from another crate: touched here, or scanned. @param {any} item @param {any} from @param {(crate: string) => void} chosen */
export function askSource(item, from, chosen) {
  ask(say("prepare_scan"), (close) => [h("div.list", null, item.from.map((/** @type {any} */ one) => h("button.row.whole", { type: "button", class: one === from ? "now" : "", onclick: () => { close(); chosen(one.crate); } },
    food("caisse"), h("b", null, place(item, one))))), button(say("cancel"), close)]);
}

/** How many are put: told by `changed`. @param {number} start @param {(count: number) => void} changed */
export function counter(start, changed) {
  let counted = start;
  changed(counted);
  const shown = h("b.numbers", null, counted);
  const change = (/** @type {number} */ by) => { counted = Math.max(1, counted + by); shown.textContent = String(counted); changed(counted); };
  return h("div.counter", null, button("−", () => change(-1)), shown, button("+", () => change(1)));
}

/** A line of the walk; by customer it is named by its goods. @param {{item: any, one: any}} row @param {{now: boolean, customer: string | null, onclick: () => void}} how */
export function lineRow({ item, one }, { now, customer, onclick }) {
  const whom = about("customers", one.customer.code) ?? one.customer;
  return h("li", null, h("button.row.whole", { type: "button", class: now ? "now" : "", disabled: isDone(one), onclick },
    food(customer ? productPicture(item) : customerPicture(whom)), h("div", null, h("b", null, customer ? item.name : one.customer.name), h("small", null, wanted(item, one))),
    h("span.end", null, isDone(one) ? icon(target(one) === 0 ? "prohibit" : "check-fat", target(one) === 0 ? "" : "tick") : "")));
}
