// A part of the page that did not arrive is said, with a way out. Fetches no part itself. Older browsers
// never ask again for a script that failed (whatwg/html#6768): the page is loaded anew.
import { button, h } from "./dom.js";
import { ask, complain } from "./floor.js";
import { say } from "./words.js";

/** Only once the station answers: without it there is no page. */
const tryAgain = () => button(say("try_again"), () => void fetch(location.href, { method: "HEAD" }).then(() => location.reload(), complain), { icon: "arrow-counter-clockwise", class: "primary", id: "try-again" });

/** @param {...Node} more @returns {Node[]} */
export const missing = (...more) => [h("p.question", null, say("part_missing")), h("div.actions", null, tryAgain(), ...more)];

/** Ask once, however often parts are missed. @returns {null} in the place of the part */
export function askAnew() {
  if (!document.getElementById("try-again")) ask(say("part_missing"), (close) => [h("div.actions", null, tryAgain(), button(say("cancel"), close))]);
  return null;
}
