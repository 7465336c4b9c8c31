// A part of the page that did not arrive is said in its place, with a way out. Older browsers never ask again
// for a script that failed (whatwg/html#6768): only a page that is loaded anew does. Fetches no part itself.
import { button, h } from "./dom.js";
import { ask, complain } from "./floor.js";
import { say } from "./words.js";

/** The page goes only once the station answers: without it there would be no page at all. */
const tryAgain = () => button(say("try_again"), () => void fetch(location.href, { method: "HEAD" }).then(() => location.reload(), complain), { icon: "arrow-counter-clockwise", class: "primary", id: "try-again" });

/** @param {...Node} more @returns {Node[]} */
export const missing = (...more) => [h("p.question", null, say("part_missing")), h("div.actions", null, tryAgain(), ...more)];

/** Say that a part did not arrive, once however often it is missed. @returns {null} in the place of the part */
export function askAnew() {
  if (!document.getElementById("try-again")) ask(say("part_missing"), (close) => [h("div.actions", null, tryAgain(), button(say("cancel"), close))]);
  return null;
}
