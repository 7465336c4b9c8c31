// Parts of the preparation's page: a line's row, its sizes, the counter, and what is asked over the page.
import { about, customerPicture, productPicture } from "./catalogue.js";
import { button, food, h, icon } from "./dom.js";
import { ask } from "./floor.js";
import { isDone, target } from "./prepare_walk.js";
import { quantity, say, unitName, weight } from "./words.js";

const RULES = { arrival: "prepare_rule_arrival", "pro-rata": "prepare_rule_pro_rata", kind: "prepare_rule_kind" };

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

/** Not enough for all: by which rule it was shared; for each line that lacks some, what goes in its place in one touch. @param {any} item @param {any[]} lines @param {(line: any, other: any, what: string) => void} take */
export function askShort(item, lines, take) {
  const lacking = lines.filter((one) => one.lacks_milli > 0);
  const much = (/** @type {number} */ milli) => quantity(milli, item.unit);
  const free_milli = (/** @type {any} */ other) => (item.unit === "kg" ? other.free : other.free * 1000);
  ask(say("prepare_short"), (close) => [h("p.lead", null, say(RULES[/** @type {keyof typeof RULES} */ (item.short.rule)])),
    h("div.list.grow", null, lacking.map((one) => h("div.row.short", { "data-short": one.order_line }, h("b", null, say("prepare_lacks", { customer: one.customer.name, what: much(one.lacks_milli) })),
      item.short.instead.map((/** @type {any} */ other) => { const what = `${other.name}, ${much(Math.min(one.lacks_milli, free_milli(other)))}`; return button(say("prepare_instead_take", { what }), () => { close(); take(one, other, what); }, { class: "wide", icon: "arrow-clockwise" }); })))),
    lacking.length && !item.short.instead.length ? h("p.lead", null, say("prepare_instead_none")) : null, button(say("close"), close, { class: "primary" })]);
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
