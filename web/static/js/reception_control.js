// Ask the temperature of cold goods, then their date, then what the law asks and nobody knows. The worker's answer is passed on as it is.
import { button, h } from "./dom.js";
import { celsiusPad } from "./keypad.js";
import { mentionView } from "./reception_mentions.js";
import { controlKey, needsDate, needsTemperature } from "./reception_state.js";
import { day, say, today } from "./words.js";

const AROUND_DAYS = 3;
const SHORTEST_DAYS = 1;

/** @param {any} state @param {any} actions @param {Node} subject */
export function controlView({ chosen, product }, actions, subject) {
  if (needsTemperature(chosen, product)) return temperature(chosen, product, actions, subject);
  return needsDate(chosen, product) ? expiry(chosen, product, actions, subject) : mentionView({ chosen, product }, actions, subject);
}

/** @param {any} chosen @param {any} product @param {any} actions @param {Node} subject */
function temperature(chosen, product, actions, subject) {
  const pad = celsiusPad(product.temperature_class, (tenths) => actions.choose({ celsius: { ...chosen.celsius, [controlKey(chosen)]: tenths } }));
  return [h("div.split.keypad", null,
    h("div.column", null, subject, h("p.question", null, say("ask_temperature")), h("p.lead", { class: `class-${product.temperature_class}` }, say(`class_${product.temperature_class}`)), h("div.panel.grow.figurebox", null, pad.entry)),
    h("div.column", null, pad.pad, pad.ok))];
}

/** @param {any} chosen @param {any} product @param {any} actions @param {Node} subject */
function expiry(chosen, product, actions, subject) {
  const life = Number(product.shelf_life_days) || AROUND_DAYS;
  const first = Math.max(SHORTEST_DAYS, life - AROUND_DAYS);
  const days = Array.from({ length: AROUND_DAYS * 2 + 1 }, (_, i) => first + i);
  const take = (/** @type {string} */ date) => actions.choose({ dates: { ...chosen.dates, [controlKey(chosen)]: date } });
  const other = /** @type {HTMLInputElement} */ (h("input.date", { type: "date", min: today(), "aria-label": say(product.date_kind === "use_by" ? "ask_use_by" : "ask_best_before") }));
  return [
    subject,
    h("p.question", null, say(product.date_kind === "use_by" ? "ask_use_by" : "ask_best_before")),
    h("div.tiles.dates", null, days.map((later) => h("button.tile", { type: "button", class: later === life ? "todo" : "", onclick: () => take(today(later)) }, h("b.numbers", null, day(today(later)).slice(0, 5)), h("small", null, `J+${later}`)))),
    h("div.chips", null, other, button(say("ok"), () => other.value && take(other.value))),
  ];
}
