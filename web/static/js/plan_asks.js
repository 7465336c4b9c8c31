// What the plan asks and how its keys move the focus; it changes no round by itself.
import { button, h } from "./dom.js";
import { ask, notice } from "./floor.js";
import { differences } from "./plan_model.js";
import { say } from "./words.js";

/** @typedef {import("./plan_model.js").Round} Round */

/** @param {KeyboardEvent} event @param {number} step @param {number} side */
export function look(event, step, side) {
  const here = /** @type {HTMLElement} */ (event.currentTarget);
  const column = here.closest("[data-round]");
  const grips = (/** @type {Element | null | undefined} */ within) => /** @type {HTMLElement[]} */ ([...(within?.querySelectorAll(".grip") ?? [])]);
  if (step) return grips(column)[grips(column).indexOf(here) + step]?.focus();
  const columns = [...document.querySelectorAll("[data-round]")].filter((one) => one.querySelector(".grip"));
  grips(columns[columns.indexOf(/** @type {Element} */ (column)) + side])[0]?.focus();
}

/**
 * Somebody else saved what is changed here: what they did, and whose shall stay.
 * @param {{mine: Round, theirs: Round | undefined, before: Round}[]} clashes
 * @param {(keepMine: boolean) => void} take
 */
export function askClash(clashes, take) {
  ask("Quelqu’un d’autre a changé cela.", (close) => [
    h("div.stack", { id: "clash" }, clashes.map(({ before, theirs, mine }) => h("div", null, h("h3", null, mine.round), h("ul", null, differences(before, /** @type {Round} */ (theirs)).map((words) => h("li.row", null, words)))))),
    h("div.actions", null, button("Garder les miens", () => { close(); take(true); notice("Vos changements sont gardés. Enregistrez-les.", "wait"); }, { id: "mine", class: "primary" }), button("Prendre les leurs", () => { close(); take(false); }, { id: "theirs" }), button(say("cancel"), close))]);
}
