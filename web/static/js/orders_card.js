// The day's order lines, folded by order. Reads only.
import { about, productPicture } from "./catalogue.js";
import { food, h } from "./dom.js";
import { quantity } from "./words.js";

const STATES = { open: ["attend du stock", "wait"], promised: ["affectée", "ok"], served: ["préparée", "ok"], missing: ["manque", "bad"], cancelled: ["annulée", ""] };

/** Where a line stands, from what was promised and served. @param {any} line @returns {keyof typeof STATES} */
function standing(line) {
  if (line.state === "missing" || line.state === "cancelled") return line.state;
  const served = line.need_g ? line.served_g >= line.need_g * 0.95 : line.served_count >= (line.need_count ?? Infinity);
  return served ? "served" : line.allocations?.length ? "promised" : "open";
}

/** @param {any} line */
function lineRow(line) {
  const [text, look] = STATES[standing(line)];
  return h("tr", null, h("td", null, food(productPicture({ name: line.name, family: about("products", line.product)?.family })), " ", line.name),
    h("td.n", null, quantity(line.quantity_milli ?? 0, line.unit)), h("td", null, h("span.pill", { class: look }, text)));
}

/** @param {any[]} lines @returns {[string, any[]][]} by order */
export function byOrder(lines) {
  const orders = new Map();
  for (const line of lines) orders.set(`${line.order}/${line.customer}`, [...(orders.get(`${line.order}/${line.customer}`) ?? []), line]);
  return [...orders];
}

/** @param {any[]} lines @param {(key: string, open: boolean) => void} remember @param {Set<string>} open */
export function ordersCard(lines, remember, open) {
  const orders = byOrder(lines);
  return h("section.card", null, h("h2", null, `Commandes (${orders.length})`),
    orders.map(([key, rows]) => {
      const waiting = rows.filter((line) => standing(line) === "open").length;
      return h("details", { open: open.has(key), ontoggle: (/** @type {any} */ event) => remember(key, event.target.open) }, h("summary", null, h("b", null, rows[0].customer_name), h("span.muted", null, `${rows[0].order} · ${rows.length} ${rows.length === 1 ? "ligne" : "lignes"}`), waiting ? h("span.pill.wait", null, `${waiting} en attente`) : null),
        h("div.scroll", { tabindex: "0" }, h("table", null, h("tbody", null, rows.map(lineRow)))));
    }));
}
