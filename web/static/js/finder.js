// A field that finds a name while one types it: accents do not matter, arrows and Enter choose.
import { h } from "./dom.js";

const SHOWN = 8; // names under the field; more are found by typing on
let made = 0;

/** Without case, accents and ligatures. @param {string} text */
export const fold = (text) => text.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFD").replace(/[\u0300-\u036f]/g, "");

/** True when every typed word begins a word of the text. @param {string} typed @param {string} text */
export function matches(typed, text) {
  const words = ` ${fold(text).replace(/[^a-z0-9]+/g, " ")}`;
  return fold(typed).split(/[^a-z0-9]+/).filter(Boolean).every((word) => words.includes(` ${word}`));
}

/**
 * @typedef {{code: string, name: string, hint: string}} Found
 * @param {{label: string, rows: () => Found[], onchoose: (row: Found) => void, onempty?: () => void, placeholder?: string}} given
 * @returns {{element: HTMLElement, input: HTMLInputElement, show: (row: Found | null) => void}}
 */
export function finder({ label, rows, onchoose, onempty, placeholder }) {
  const id = `found-${(made += 1)}`;
  /** @type {Found[]} */
  let found = [];
  let at = 0;
  let chosen = "";
  const list = h("ul.found", { id, role: "listbox", "aria-label": label });
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: "80", placeholder, "aria-label": label, "aria-controls": id, "aria-expanded": "false", "aria-autocomplete": "list", oninput: search, onkeydown: key, onblur: close }));

  function search() {
    found = input.value.trim() ? rows().filter((row) => matches(input.value, `${row.name} ${row.code} ${row.hint}`)).slice(0, SHOWN) : [];
    const first = found.findIndex((row) => fold(row.name).startsWith(fold(input.value)));
    at = Math.max(first, 0);
    draw();
  }
  function draw() {
    list.replaceChildren(...found.map((row, place) => h("li", { role: "option", id: `${id}-${place}`, "aria-selected": String(place === at), onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); take(row); } }, h("b", null, row.name), " ", h("small", null, row.hint))));
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length) list.scrollIntoView({ block: "nearest" });
    if (found.length) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }
  function close() {
    found = [];
    draw();
    if (input.value.trim() || !chosen) input.value = chosen;
  }
  /** @param {Found} row */
  function take(row) {
    show(row);
    onchoose(row);
  }
  /** @param {Found | null} row */
  function show(row) {
    chosen = row?.name ?? "";
    input.value = chosen;
    found = [];
    draw();
  }
  /** @param {any} event */
  function key(event) {
    if (event.key === "Escape") return close();
    if (event.key === "Enter") {
      event.preventDefault();
      if (found.length) return take(found[at]);
      return input.value.trim() === "" ? onempty?.() : chosen === input.value ? take({ code: "", name: chosen, hint: "" }) : undefined;
    }
    if (!found.length || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return undefined;
    event.preventDefault();
    event.stopPropagation(); // the arrows choose a name here, and move between rows elsewhere
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    return draw();
  }
  return { element: h("div.finder", null, input, list), input, show };
}
