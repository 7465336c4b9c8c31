// A lot was blocked while its crates are here: each post sounds until a person has touched the notice.
// What was seen is kept on this device, so that a tablet that slept still sounds, and sounds once.
import { play } from "./tones.js";
import { mustBeSeen, showVerdict } from "./verdict.js";

const KEPT = "hangar-alarms-seen";
/** @type {any[]} */
let queue = [];
/** The lot whose notice is on the screen. */
let current = "";

/** @returns {string[]} the lots whose notice was touched here */
function seen() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {string[]} lots */
const keep = (lots) => localStorage.setItem(KEPT, JSON.stringify(lots));

/** Show the next notice, once no other stop is on the screen. */
function next() {
  if (current || mustBeSeen() || !queue.length) return;
  const alarm = queue.shift();
  current = alarm.lot;
  showVerdict({ ...alarm, alarm: true });
}

document.addEventListener("verdict-closed", () => {
  if (current) keep([...seen(), current]);
  current = "";
  next();
});

/** Show what nobody has seen here yet; a lot that was released sounds again when it is blocked anew. @param {any[]} alarms */
export function sound(alarms) {
  const blocked = alarms.map((one) => one.lot);
  const known = seen().filter((lot) => blocked.includes(lot));
  keep(known);
  queue = alarms.filter((one) => !known.includes(one.lot) && one.lot !== current);
  if (queue.length && mustBeSeen()) play("blocked");
  next();
}
