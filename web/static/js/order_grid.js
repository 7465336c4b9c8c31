// The grid of an order told on the telephone: a product, a quantity, the next one. Enter and arrows do all of it.
import { about } from "./catalogue.js";
import { button, fill, h } from "./dom.js";
import { finder } from "./finder.js";
import { unitName } from "./words.js";

/** "2,5" as thousandths of the unit, null for what is no quantity. @param {string} text @param {string} unit */
export function milli(text, unit) {
  const parts = /^(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!parts || (parts[2] && Number(parts[2]) && unit !== "kg")) return null;
  return Number(parts[1]) * 1000 + Number((parts[2] ?? "").padEnd(3, "0"));
}

/** Thousandths as one types them. @param {number} value */
const typed = (value) => `${Math.floor(value / 1000)}${value % 1000 ? `,${String(value % 1000).padStart(3, "0").replace(/0+$/, "")}` : ""}`;

/**
 * @typedef {{product: string, name: string, quantity_milli: number, unit: string, comment: string}} Line
 * @param {{products: () => import("./finder.js").Found[], onchange: () => void, ondone: () => void}} given
 */
export function grid({ products, onchange, ondone }) {
  const body = h("tbody", { id: "lines" });
  /** @type {{code: string, comment: string, row: HTMLElement, find: ReturnType<typeof finder>, amount: HTMLInputElement, unit: HTMLElement}[]} */
  let rows = [];

  /** @param {Partial<Line>} line */
  function add(line = {}) {
    const find = finder({ label: "Produit", rows: products, placeholder: "Tapez un nom de produit", onempty: ondone, onchoose: (found) => {
      if (found.code) choose(found.code);
      amount.focus();
      amount.select();
    } });
    const amount = /** @type {HTMLInputElement} */ (h("input.n", { type: "text", inputmode: "decimal", maxlength: "9", "aria-label": "Quantité", oninput: () => { check(); onchange(); } }));
    const unit = h("span.unit", null);
    const row = h("tr", { onkeydown: move }, h("td", null, find.element), h("td.n", null, amount), h("td", null, unit), h("td", null, button("Retirer", () => remove(), { icon: "x" })));
    const entry = { code: "", comment: line.comment ?? "", row, find, amount, unit };

    /** @param {string} code */
    function choose(code) {
      entry.code = code;
      const product = about("products", code);
      unit.textContent = unitName(product?.unit ?? line.unit ?? "kg");
      check();
      onchange();
      if (rows.at(-1) === entry) add();
    }
    function check() {
      amount.setAttribute("aria-invalid", String(amount.value.trim() !== "" && milli(amount.value, unitOf(entry.code)) === null));
    }
    function remove() {
      rows = rows.filter((one) => one !== entry);
      row.remove();
      if (!rows.length || rows.at(-1)?.code) add();
      rows.at(-1)?.find.input.focus();
      onchange();
    }
    /** @param {any} event */
    function move(event) {
      const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.target === amount ? 1 : 0 }[/** @type {string} */ (event.key)];
      if (!step) return;
      event.preventDefault();
      const next = rows[rows.indexOf(entry) + step];
      if (!next) return;
      const field = next.code && event.target === amount ? next.amount : next.find.input;
      field.focus();
      field.select();
    }
    rows.push(entry);
    body.append(row);
    if (line.product) {
      find.show({ code: line.product, name: line.name ?? line.product, hint: "" });
      entry.code = line.product;
      unit.textContent = unitName(line.unit ?? "kg");
      amount.value = line.quantity_milli ? typed(line.quantity_milli) : "";
    }
    return entry;
  }
  /** @param {string} code */
  const unitOf = (code) => about("products", code)?.unit ?? "kg";

  return {
    element: h("div.scroll", { tabindex: "0" }, h("table.ordergrid", null, h("thead", null, h("tr", null, h("th", null, "Produit"), h("th.n", null, "Quantité"), h("th", null, "Unité"), h("th", null, ""))), body)),
    /** @param {Line[]} lines */
    start(lines) {
      rows = [];
      fill(body);
      for (const line of lines) add(line);
      add();
    },
    focus: () => (rows.find((row) => row.code)?.amount ?? rows[0]?.find.input)?.focus(),
    /** The lines that have a quantity; a line without one is not ordered. */
    lines: () => rows.filter((row) => row.code && row.amount.value.trim()).map((row) => ({ product: row.code, quantity_milli: milli(row.amount.value, unitOf(row.code)), comment: row.comment })),
    /** The first quantity that is none, to be corrected. */
    wrong: () => rows.find((row) => row.code && row.amount.getAttribute("aria-invalid") === "true")?.amount ?? null,
  };
}
