// What the law asks of the goods in hand, tapped before the weight. Nobody types here.
import { h } from "./dom.js";
import { askedMention, controlKey } from "./reception_state.js";
import { day, say, spoken, today } from "./words.js";

const LAID_DAYS = 8; // eggs come within a week of their laying

/** One mention by tiles: what the table knows, what was said before, or nobody knows. @param {any} state @param {any} actions @param {Node} subject */
export function mentionView({ chosen, product }, actions, subject) {
  const mention = askedMention(chosen, product);
  const key = controlKey(chosen);
  const said = chosen.mentions[key] ?? {};
  const take = (/** @type {string} */ value) => actions.choose({ mentions: { ...chosen.mentions, [key]: { ...said, [mention.key]: value } } });
  const dates = mention.key === "laid_on" ? Array.from({ length: LAID_DAYS }, (_, i) => today(-i)) : [];
  return [
    subject,
    h("p.question", null, say("ask_mention", { what: spoken(mention.name) })),
    h("div.tiles.dates", null,
      mention.choices.map((/** @type {string} */ choice) => h("button.tile", { type: "button", onclick: () => take(choice) }, h("b", null, choice === "AUCUN" ? say("none") : choice))),
      dates.map((date) => h("button.tile", { type: "button", onclick: () => take(date) }, h("b.numbers", null, day(date).slice(0, 5)))),
      h("button.tile", { type: "button", id: "unknown-mention", onclick: () => take("") }, h("b", null, "?"), h("small", null, say("do_not_know")))),
  ];
}

/** What a producer's own label said becomes what the reception knows. @param {any} chosen @param {Record<string, string>} told @param {any} product */
export function taken(chosen, told, product) {
  const key = controlKey(chosen);
  const { producer_lot, use_by, best_before, count, net_g: _net, ...mentions } = told;
  const date = product?.date_kind === "use_by" ? use_by : product?.date_kind === "best_before" ? best_before : null;
  return {
    ...(producer_lot ? { producerLot: producer_lot } : {}),
    ...(date ? { dates: { ...chosen.dates, [key]: date } } : {}),
    ...(count && product?.unit !== "kg" ? { count: Number(count) } : {}),
    mentions: { ...chosen.mentions, [key]: { ...(chosen.mentions[key] ?? {}), ...mentions } },
  };
}
