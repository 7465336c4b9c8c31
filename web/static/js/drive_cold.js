// Asks what a stop's cold goods measured, one class after the other. Nothing is noted unless a number was typed.
import { button, h } from "./dom.js";
import { ask, notice } from "./floor.js";
import { celsiusPad } from "./keypad.js";
import { play } from "./tones.js";
import { say } from "./words.js";

/**
 * @param {string[]} classes @param {Record<string, number> | undefined} limits the warmest of each class, in tenths
 * @param {(kind: string, tenths: number) => Promise<void>} note comes true once it lies on the disk
 * @param {() => void} then
 */
export function askTemperatures([kind, ...others], limits, note, then) {
  if (!kind) return then();
  const next = () => askTemperatures(others, limits, note, then);
  ask(`${say(`class_${kind}`)} : ${say("ask_temperature")}`, (close) => {
    const typed = (/** @type {number} */ tenths) => { close(); void note(kind, tenths).then(() => { heard(tenths > (limits?.[kind] ?? Infinity)); next(); }, () => null); };
    const pad = celsiusPad(kind, typed);
    return [h("div.padask", null, h("div.column", null, pad.entry, h("div.actions.stacked", null, pad.ok, button(say("pickup_no_celsius"), () => { close(); next(); }), button(say("cancel"), close))), pad.pad)];
  });
}

/** What is too warm is taken and told to the office. @param {boolean} tooWarm */
function heard(tooWarm) {
  play(tooWarm ? "blocked" : "ok");
  notice(say(tooWarm ? "drive_too_warm" : "temperature_noted"), tooWarm ? "stop" : "ok");
}
