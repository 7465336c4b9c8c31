// Where a planned round collects: farms in their order, by buttons or keys. Changes no round by itself.
import { food, h, icon } from "./dom.js";

/** @typedef {import("./plan_model.js").Round} Round */
/** @typedef {import("./plan_model.js").Farm} Farm */

/**
 * The farms of one round. @param {Round} round
 * @param {{producers: {code: string, name: string}[], lines: (producer: string) => number, set: (farms: Farm[], focus?: string) => void}} how
 *   `set`: the round's farms from now on, and the one to keep the focus on
 */
export function farmSection(round, { producers, lines, set }) {
  const fixed = round.state === "departed";
  if (fixed && !round.farms.length) return null;
  const free = producers.filter((one) => !round.farms.some((farm) => farm.producer === one.code));
  const add = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": `Ferme à ajouter à ${round.round}`, name: "farm", onchange: () => { const one = free.find((each) => each.code === add.value); if (one) set([...round.farms, { producer: one.code, name: one.name }], one.code); } },
    h("option", { value: "" }, "Ajouter une ferme…"), free.map((one) => h("option", { value: one.code }, one.name))));
  return h("div.farms", null, h("h3", null, `Ramassage${round.farms.length ? ` (${round.farms.length})` : ""}`),
    h("ol.stoplist", null, round.farms.map((farm, at) => farmRow(round, farm, at, { lines, set, fixed }))), fixed ? null : add);
}

/** @param {Round} round @param {Farm} farm @param {number} at @param {{lines: (producer: string) => number, set: (farms: Farm[], focus?: string) => void, fixed: boolean}} how */
function farmRow(round, farm, at, { lines, set, fixed }) {
  const count = lines(farm.producer);
  const others = round.farms.filter((one) => one !== farm);
  const put = (/** @type {number} */ to) => { if (to >= 0 && to <= others.length) set([...others.slice(0, to), farm, ...others.slice(to)], farm.producer); };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (event.altKey) return put(at + step);
    const grips = /** @type {HTMLElement[]} */ ([...(/** @type {HTMLElement} */ (event.currentTarget).closest(".farms")?.querySelectorAll(".grip") ?? [])]);
    return grips[at + step]?.focus();
  };
  const step = (/** @type {string} */ sign, /** @type {string} */ text, /** @type {number} */ to) => h("button.step", { type: "button", "aria-label": `${text} ${farm.name}`, disabled: to < 0 || to > others.length, onclick: () => put(to) }, icon("arrow-down", sign));
  return h("li.planned", { "data-producer": farm.producer },
    h("button.grip", { type: "button", disabled: fixed, "aria-describedby": "keys", onkeydown: keys }, h("b.numbers", null, at + 1), food("man-farmer"),
      h("span", null, h("b", null, farm.name), h("small", null, [`${count} ${count === 1 ? "ligne" : "lignes"}`, farm.crates ? `${farm.crates} caisses prises` : ""].filter(Boolean).join(" · ")))),
    fixed ? null : h("div.moves", null, step("up", "Monter", at - 1), step("", "Descendre", at + 1),
      h("button.step", { type: "button", "aria-label": `Retirer ${farm.name}`, onclick: () => set(others) }, icon("x"))));
}
