// A bar of what lies on the scale against what is wanted: too little, right, too much; in words and shape too.
import { h, icon, refill } from "./dom.js";
import { kilograms, say } from "./words.js";

const NS = "http://www.w3.org/2000/svg";
const TOLERANCE = 0.05;
const FULL = 1.25; // the bar's end, as a part of the target

/** @param {string} name @param {number} x @param {number} width */
function part(name, x, width) {
  const rect = document.createElementNS(NS, "rect");
  for (const [key, value] of Object.entries({ class: name, x: Math.max(0, x), width: Math.max(0, width), y: 0, height: 20 })) rect.setAttribute(key, String(value));
  return rect;
}

/** What to do with a weight. @param {number} grams @param {number} target_g @returns {[string, "wait" | "ok" | "stop"]} */
export function judged(grams, target_g) {
  if (grams < target_g * (1 - TOLERANCE)) return [say("prepare_more", { kg: kilograms(target_g - grams, 2) }), "wait"];
  if (grams > target_g * (1 + TOLERANCE)) return [say("prepare_less", { kg: kilograms(grams - target_g, 2) }), "stop"];
  return [say("prepare_right"), "ok"];
}

/** Draw the bar; without a weight it stays empty. @param {HTMLElement | null} place @param {number | null} grams @param {number} target_g */
export function drawTarget(place, grams, target_g) {
  refill(place, [grams, target_g], () => {
    const svg = document.createElementNS(NS, "svg");
    const wide = (/** @type {number} */ value) => (100 * Math.min(value, target_g * FULL)) / (target_g * FULL || 1);
    const [text, kind] = grams === null ? ["", "wait"] : judged(grams, target_g);
    svg.setAttribute("viewBox", "0 0 100 20");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const low = wide(target_g * (1 - TOLERANCE));
    svg.append(part("track", 0, 100), part("wanted", low, wide(target_g * (1 + TOLERANCE)) - low), part(`filled ${kind}`, 0, wide(Math.max(0, grams ?? 0))), part("mark", wide(target_g) - 0.3, 0.6));
    return [svg, h("p.judged", { class: kind }, grams === null ? null : icon({ wait: "arrow-down", ok: "check-fat", stop: "warning" }[kind]), grams === null ? "" : text)];
  });
}
