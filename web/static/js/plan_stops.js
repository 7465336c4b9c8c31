// The stops on the plan: each one's row, its keys, its buttons, where it is let go. Moves nothing by itself: the plan does.
import { about, customerPicture } from "./catalogue.js";
import { food, h, icon } from "./dom.js";
import { look } from "./plan_asks.js";
import { placeOf } from "./plan_model.js";
import { outOf } from "./words.js";

/** @typedef {import("./plan_model.js").Round} Round */
/** @typedef {import("./plan_model.js").Stop} Stop */

/**
 * The stops of a plan, drawn and dragged.
 * @param {{rounds: () => Round[], lines: (customer: string) => number, move: (stop: Stop, to: string | null, place?: number) => void}} plan
 */
export function stopsOf({ rounds, lines, move }) {
  /** @type {Stop | null} under the pointer */
  let dragged = null;

  /** The round before or after this one, among those that can change. @param {string | null} at @param {number} by */
  function neighbour(at, by) {
    const open = [null, ...rounds().filter((one) => one.state !== "departed").map((one) => one.round)];
    return open[(open.indexOf(at) + by + open.length) % open.length];
  }

  /** Arrow keys move the focus; with Alt they move the stop. @param {KeyboardEvent} event @param {Stop} stop */
  function onKey(event, stop) {
    const { round, place } = placeOf(rounds(), stop.customer);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined && side === undefined) return;
    event.preventDefault();
    if (!event.altKey) return look(event, step ?? 0, side ?? 0);
    if (step !== undefined && round) return move(stop, round.round, place + step);
    if (side !== undefined) return move(stop, neighbour(round?.round ?? null, side), Math.max(0, place));
  }

  /** @param {Stop} stop @param {Round | null} round @param {number} place */
  function row(stop, round, place) {
    const fixed = round?.state === "departed";
    const count = lines(stop.customer);
    const words = [`${count} ${count === 1 ? "ligne" : "lignes"}`, stop.expected ? `${outOf(stop.loaded, stop.expected)} caisses` : ""].filter(Boolean).join(" · ");
    const grip = h("button.grip", { type: "button", disabled: fixed, "aria-describedby": "keys", onkeydown: (/** @type {KeyboardEvent} */ event) => onKey(event, stop) },
      h("b.numbers", null, round ? place + 1 : "·"), food(customerPicture(about("customers", stop.customer) ?? stop)), h("span", null, h("b", null, stop.name), h("small", null, words)));
    const choose = h("select", { "aria-label": `Tournée de ${stop.name}`, disabled: fixed, onchange: (/** @type {any} */ event) => move(stop, event.target.value || null) },
      h("option", { value: "", selected: !round }, "sans tournée"), rounds().filter((one) => one.state !== "departed" || one === round).map((one) => h("option", { value: one.round, selected: one === round }, one.round)));
    const step = (/** @type {string} */ sign, /** @type {string} */ text, /** @type {number} */ by) => h("button.step", { type: "button", "aria-label": `${text} ${stop.name}`, disabled: fixed || !round || place + by < 0 || place + by >= (round?.stops.length ?? 0), onclick: () => move(stop, round?.round ?? null, place + by) }, icon("arrow-down", sign));
    return h("li.planned", { "data-customer": stop.customer, draggable: fixed ? "false" : "true", ondragstart: (/** @type {DragEvent} */ event) => { dragged = stop; event.dataTransfer?.setData("text/plain", stop.customer); }, ondragend: () => { dragged = null; } },
      grip, fixed ? null : h("div.moves", null, round ? [step("up", "Monter", -1), step("", "Descendre", 1)] : null, choose));
  }

  /** Where a stop is let go: before the row under the pointer, else at the end. @param {DragEvent} event @param {string | null} to */
  function drop(event, to) {
    event.preventDefault();
    if (!dragged) return;
    const rows = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("li.planned")].filter((one) => one.getAttribute("data-customer") !== dragged?.customer);
    const before = rows.findIndex((one) => { const box = one.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; });
    move(dragged, to, before < 0 ? undefined : before);
  }

  /** @param {string | null} to @param {boolean} fixed */
  const dropping = (to, fixed) => (fixed ? {} : { ondragover: (/** @type {DragEvent} */ event) => { if (dragged) event.preventDefault(); }, ondrop: (/** @type {DragEvent} */ event) => drop(event, to) });
  return { row, neighbour, dropping, dragging: () => dragged !== null };
}
