// A lot was blocked while its crates are here: each post sounds until a person has touched the notice.
// What was seen is kept on this device, so that a tablet that slept still sounds, and sounds once.
import { showVerdict } from "./verdict.js";

const KEPT = "hangar-alarms-seen";
/** Shown now, not touched yet. @type {Set<string>} */
const open = new Set();

/** @returns {string[]} the lots whose notice was touched here */
function seen() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

/** Show what nobody has seen here yet; a lot that was released sounds again when it is blocked anew. @param {any[]} alarms */
export function sound(alarms) {
  const blocked = alarms.map((one) => one.lot);
  const known = seen().filter((lot) => blocked.includes(lot));
  localStorage.setItem(KEPT, JSON.stringify(known));
  for (const alarm of alarms) {
    if (known.includes(alarm.lot) || open.has(alarm.lot)) continue;
    open.add(alarm.lot);
    showVerdict({ ...alarm, onSeen: () => { open.delete(alarm.lot); localStorage.setItem(KEPT, JSON.stringify([...seen(), alarm.lot])); } });
  }
}
