// Keeps every sign inside the page: drawing one out of its file costs a cheap tablet some 10 ms each time.
// Draws nothing itself.
import { inlined } from "./dom.js";

/** Read the file of signs once; until then, and without it, signs are drawn out of their file. */
export async function inlineSigns() {
  const text = await (await fetch("/static/sprite-ui.svg")).text();
  for (const symbol of new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("symbol")) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", symbol.getAttribute("viewBox") ?? "");
    svg.setAttribute("aria-hidden", "true");
    svg.append(...[...symbol.childNodes].map((node) => document.importNode(node, true)));
    inlined.set(symbol.id, svg);
  }
}
