// Show a scale as it is now: giant kilograms, and one sentence on what to do. Never an old weight.
import { fill, h, icon } from "./dom.js";
import { kilograms, say, spoken, weight } from "./words.js";


/** Under this load the plate is empty for a person, whatever the scale's division. */
const EMPTY_G = 40;

/** Some scales say no weight at all while the load moves. @param {any} weighing */
const isMoving = (weighing) => weighing?.why_not === "weight_not_stable" && !weighing.stable;

/** Which sentence fits. @param {any} weighing @param {boolean} online @returns {[string, "ok" | "stop" | "wait" | ""]} */
export function sentence(weighing, online) {
  if (online && isMoving(weighing)) return [say("weight_moves"), "wait"];
  if (!online || !weighing || weighing.grams === null || weighing.grams === undefined) {
    if (online && weighing?.range === "over") return [say("scale_over"), "stop"];
    if (online && weighing?.range === "under") return [say("scale_under"), "stop"];
    return [(online && spoken(weighing?.say)) || say(online ? "scale_off" : "floor_offline"), "stop"];
  }
  if (weighing.receipt) return [say("weight_stable"), "ok"];
  if (weighing.stable && Math.abs(weighing.grams) <= EMPTY_G) return [say("put_crate"), ""];
  const told = spoken(weighing.say);
  if (told) return [told, weighing.why_not === "weight_not_stable" ? "wait" : ""];
  return [say(weighing.stable ? "put_crate" : "weight_moves"), weighing.stable ? "" : "wait"];
}

/**
 * Draw the weight into its panel.
 * @param {Element} panel @param {any} weighing @param {{online: boolean, tare_g: number}} how
 */
export function drawScale(panel, weighing, { online, tare_g }) {
  const grams = online ? weighing?.grams ?? null : null;
  const net = grams !== null && tare_g > 0 && grams >= tare_g;
  const moving = online && grams === null && isMoving(weighing);
  const shown = moving ? "· · ·" : grams === null ? "—" : kilograms(net ? grams - tare_g : grams, 2);
  const state = grams === null && !moving ? null : h("span.steady", { class: weighing.stable ? "yes" : "no" }, icon(weighing.stable ? "circle" : "broadcast"), say(weighing.stable ? "stable" : "moving"));
  panel.classList.toggle("gone", grams === null && !moving);
  fill(panel,
    h("p.kilograms", null, h("span.figure", null, shown), grams === null ? null : h("span.unit", null, "kg")),
    h("p.under", null, state, net ? h("span", null, `· ${say("empty_removed", { tare: weight(tare_g) })}`) : null),
    weighing?.tare_unseen && grams !== null ? h("p.under.unseen", null, icon("warning"), say("tare_never")) : null);
}

/** The weighing as the stream last said it, forgotten when the stream is lost. */
export function scaleMemory() {
  /** @type {any} */
  let weighing = null;
  let online = false;
  return {
    set: (/** @type {any} */ next) => void (weighing = next),
    link: (/** @type {boolean} */ next) => { online = next; if (!next) weighing = null; },
    get weighing() { return weighing; },
    get online() { return online; },
  };
}
