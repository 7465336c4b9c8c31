// A table with its caption for those who hear it, that scrolls in its own frame. Knows nothing of what it shows.
import { h } from "./dom.js";

/** @param {(string | Node)[]} heads @param {(string | Node | null)[][]} rows @param {string} caption @param {boolean} [figures] all columns but the first hold numbers */
export function table(heads, rows, caption, figures = false) {
  const look = (/** @type {string} */ tag, /** @type {number} */ at) => (figures && at ? `${tag}.n` : tag);
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": caption }, h("table", null,
    h("thead", null, h("tr", null, heads.map((text, at) => h(look("th", at), { scope: "col" }, text)))),
    h("tbody", null, rows.map((row) => h("tr", null, row.map((one, at) => h(look("td", at), null, one)))))));
}
