// The day's orders, folded by customer. Reads only.
import { about, productPicture } from "./catalogue.js";
import { food, h } from "./dom.js";
import { say } from "./words.js";

const STATES = { open: "attend du stock", allocated: "affectée", prepared: "préparée", loaded: "chargée", missing: "manque", short: "il en manque", cancelled: "annulée", delivered: "livrée" };
const LOOKS = { allocated: "ok", prepared: "ok", loaded: "ok", delivered: "ok", missing: "bad", short: "wait", open: "wait" };

/** Thousandths of a unit, in French. @param {number} milli @param {string} unit */
export function quantity(milli, unit) {
  const whole = Math.floor(milli / 1000);
  const part = String(milli % 1000).padStart(3, "0").replace(/0+$/, "");
  return `${whole}${part ? `,${part}` : ""} ${say(`unit_${unit}`)}`;
}

/** @param {any} line */
function lineRow(line) {
  const product = about("products", line.product);
  const name = line.name ?? product?.name ?? line.product;
  const state = line.state ?? "open";
  return h("tr", null, h("td", null, food(productPicture({ name, family: product?.family })), " ", name),
    h("td.n", null, quantity(line.quantity_milli ?? 0, line.unit)),
    h("td", null, h("span.pill", { class: LOOKS[/** @type {keyof typeof LOOKS} */ (state)] ?? "" }, STATES[/** @type {keyof typeof STATES} */ (state)] ?? state)));
}

/** @param {any} order */
const customerName = (order) => order.customer?.name ?? about("customers", order.customer)?.name ?? order.customer ?? "";

/** @param {any[]} orders */
export function ordersCard(orders) {
  return h("section.card", null, h("h2", null, `Commandes (${orders.length})`),
    orders.map((order) => h("details", null, h("summary", null, h("b", null, customerName(order)), h("span.muted", null, ` ${order.order ?? order.id} · ${order.lines?.length ?? 0} lignes`)),
      h("div.scroll", null, h("table", null, h("tbody", null, (order.lines ?? []).map(lineRow)))))));
}
