// The last questions of a driver's day, back at the hangar: kilometres and minutes.
import { button, h } from "./dom.js";
import { ask } from "./floor.js";
import { keypad } from "./keypad.js";
import { say } from "./words.js";

/** Kilometres, then minutes. @param {(kilometres: number, minutes: number) => void} then */
export function askCost(then) {
  askNumber("drive_km", "km", 4, (kilometres) => askNumber("drive_minutes", "min", 4, (minutes) => then(kilometres, minutes)));
}

/** @param {string} question @param {string} unit @param {number} most digits @param {(value: number) => void} then */
function askNumber(question, unit, most, then) {
  ask(say(question), (close) => {
    const pad = keypad({ show: (digits) => `${digits || "0"} ${unit}`, most, onOk: (digits) => { close(); then(Number(digits)); } });
    return [h("div.padask", null, h("div.column", null, pad.entry, h("div.actions", null, pad.ok, button(say("cancel"), close))), pad.pad)];
  });
}
