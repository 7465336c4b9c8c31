// An order on the telephone: customer, day, then product and quantity by keys alone; the difference before anything is noted.
import { get, post } from "./api.js";
import { catalogue } from "./catalogue.js";
import { button, by, fill, h } from "./dom.js";
import { finder } from "./finder.js";
import { complain, header, notice, showLink } from "./floor.js";
import { diffCard, problemsCard } from "./import_views.js";
import { lateOrders, read as readLate } from "./late_orders.js";
import { grid } from "./order_grid.js";
import { day, quantity, today } from "./words.js";

/** @type {import("./finder.js").Found[]} */
let customers = [];
/** @type {import("./finder.js").Found[]} */
let products = [];
/** @type {any} the customer's draft as the station gave it */
let draft = null;
let customer = "";
const date = /** @type {HTMLInputElement} */ (h("input", { type: "date", id: "date", value: new URLSearchParams(location.search).get("date") ?? today(1), "aria-label": "Jour de livraison", onchange: () => void open(), onkeydown: (/** @type {any} */ event) => { if (event.key === "Enter") { event.preventDefault(); void open(); } } }));
const who = finder({ label: "Client", rows: () => customers, placeholder: "Tapez un nom de client", onchoose: (row) => { customer = row.code || customer; void open(); } });
const from = h("p.muted", { id: "from", "aria-live": "polite" });
const others = h("div", null);
const result = h("div.stack", { id: "result", "aria-live": "polite" });
const see = button("Voir la commande", () => void send(true), { class: "primary", icon: "magnifying-glass", id: "see" });
const lines = grid({ products: () => products, onchange: () => fill(result), ondone: () => see.focus() });
const order = h("section.card.stack", { id: "order", hidden: true }, from, others, lines.element, h("div.actions", null, see));
let asked = 0;
/** The lines that the difference was shown against: what somebody changes meanwhile is not overwritten. @type {Record<string, number> | null} */
let seen = null;

/** What the draft starts from, for a person. */
function says() {
  if (draft.of === "this") return "Commande déjà notée pour ce jour : corrigez-la.";
  if (draft.of === "last") return `Reprend la dernière commande : ${draft.order}, livrée le ${day(draft.last_date)}. Videz une quantité pour ne pas la reprendre.`;
  return "Première commande de ce client.";
}

function othersNote() {
  if (!draft.others.length) return null;
  return h("div.said-already", null, h("b", null, "Ce client a déjà commandé autrement pour ce jour :"), h("ul", null, draft.others.map((/** @type {any} */ line) => h("li", null, `${quantity(line.quantity_milli, line.unit)} · ${line.name} (${line.order}, ${line.source})`))));
}

async function open() {
  fill(result);
  if (!customer || !date.value) return;
  const mine = (asked += 1);
  try {
    const found = await get(`orders/draft?customer=${encodeURIComponent(customer)}&date=${date.value}`);
    if (mine !== asked) return; // another customer was chosen meanwhile
    draft = found;
    from.textContent = says();
    fill(others, othersNote());
    lines.start(draft.lines);
    order.hidden = false;
    showLink(true);
    lines.focus();
  } catch (error) {
    complain(error);
  }
}

/** @param {boolean} dryRun */
async function send(dryRun) {
  const wrong = lines.wrong();
  if (wrong) return wrong.focus(), notice("Écrivez un nombre, entier pour ce qui se compte.", "stop");
  if (!lines.lines().length) return lines.focus(), notice("Il n’y a aucune quantité. Écrivez-en une.", "stop");
  try {
    const report = await post("/api/v1/orders/telephone", { customer, delivery_date: date.value, lines: lines.lines(), dry_run: dryRun, confirm_cancellations: true, seen: dryRun ? null : seen });
    showLink(true);
    show(report);
    const late = [...report.added, ...report.changed].some((/** @type {any} */ line) => line.late);
    if (report.applied && !dryRun) notice(late ? "C’est reçu après l’heure limite. Décidez plus bas." : "C’est noté.", late ? "wait" : "ok");
    if (report.applied && !dryRun) await readLate();
    else if (!dryRun) notice("Rien n’a été noté. Regardez les problèmes.", "stop");
  } catch (error) {
    complain(error);
  }
}

/** @param {any} report */
function show(report) {
  const known = [...report.unchanged, ...report.cancelled, ...report.changed.map((/** @type {any} */ line) => line.was)];
  seen = Object.fromEntries(known.map((line) => [line.id, line.quantity_milli]));
  const changes = report.added.length + report.changed.length + report.cancelled.length;
  const blocking = report.problems.some((/** @type {any} */ one) => one.blocks);
  const take = button("Noter la commande", () => void send(false), { class: "go", icon: "check-fat", id: "take" });
  const next = button("Un autre client", () => { fill(result); order.hidden = true; customer = ""; who.show(null); who.input.focus(); }, { id: "next" });
  const decide = report.applied ? h("div.actions", null, next) : changes && !blocking ? h("div.actions", null, take, button("Corriger", () => lines.focus())) : h("p", null, h("b", null, blocking ? "À corriger avant de noter." : "Cette commande est déjà notée ainsi."));
  fill(result, problemsCard(report.problems, "orders", null), diffCard(report, "orders", "Retiré"), h("section.card", { id: "decide" }, decide));
  (report.applied ? next : changes && !blocking ? take : see).focus();
}

header();
fill(by("main"), h("section.card.stack", null, h("h2", null, "Commande au téléphone"), h("div.field", null, h("div.named.long", null, h("span", null, "Client"), who.element), h("label.named", null, h("span", null, "Jour de livraison"), date)),
  h("p.muted", null, "Entrée prend le nom et passe à la suite. Les flèches choisissent ou changent de ligne. Entrée sur une ligne vide montre la commande.")), order, result, lateOrders());
Promise.all(["customers", "products", "producers"].map(catalogue)).then(([people, goods, farms]) => {
  customers = [...people.values()].map(({ code, name }) => ({ code, name, hint: code }));
  products = [...goods.values()].map((one) => ({ code: one.code, name: one.name, hint: farms.get(one.producer)?.name ?? one.producer }));
  showLink(true);
  who.input.focus();
}).catch(complain);
