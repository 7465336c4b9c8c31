// What is too short for all: by which rule it was shared, and what goes in its place in one touch. Decides nothing.
import { command } from "./api.js";
import { button, h } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { refused } from "./refused.js";
import { play } from "./tones.js";
import { quantity, say } from "./words.js";

const RULES = { arrival: "prepare_rule_arrival", "pro-rata": "prepare_rule_pro_rata", kind: "prepare_rule_kind" };

/** For each line that lacks some, what is free in its place. @param {any} item @param {any[]} lines @param {() => Promise<void>} done reads the preparation anew */
export function askShort(item, lines, done) {
  const lacking = lines.filter((one) => one.lacks_milli > 0);
  ask(say("prepare_short"), (close) => [h("p.lead", null, say(RULES[/** @type {keyof typeof RULES} */ (item.short.rule)])),
    h("div.list.grow", null, lacking.map((one) => h("div.row.short", { "data-short": one.order_line },
      h("b", null, say("prepare_lacks", { customer: one.customer.name, what: quantity(one.lacks_milli, item.unit) })),
      item.short.instead.map((/** @type {any} */ other) => { const what = amountOf(item, one, other); return button(say("prepare_instead_take", { what }), () => { close(); void put(one, other, what, done); }, { class: "wide", icon: "arrow-clockwise" }); })))),
    lacking.length && !item.short.instead.length ? h("p.lead", null, say("prepare_instead_none")) : null, button(say("close"), close, { class: "primary" })]);
}

/** What of another product goes in: all that the line lacks, or what is free. @param {any} item @param {any} one @param {any} other */
function amountOf(item, one, other) {
  const free_milli = item.unit === "kg" ? other.free : other.free * 1000;
  return `${other.name}, ${quantity(Math.min(one.lacks_milli, free_milli), item.unit)}`;
}

/** @param {any} one @param {any} other @param {string} what @param {() => Promise<void>} done */
async function put(one, other, what, done) {
  try {
    const answer = await command("SubstituteShort", { order_line: one.order_line, product: other.product });
    if (refused(answer)) return;
    await done().catch(complain); // what lacks is drawn anew before it is called replaced
    play("ok");
    notice(say("prepare_instead_done", { what }), "ok");
  } catch (error) {
    complain(error);
  }
}
