// What was ordered after the cut-off, in one list: accepted, postponed or refused in one touch. And the last imports.
import { command, items } from "./api.js";
import { button, fill, h } from "./dom.js";
import { ask, complain } from "./floor.js";
import { told } from "./told.js";
import { clock, day, localDay, quantity, say, today } from "./words.js";

const SHOWN = 10; // imports; older ones stand in the ledger
const place = h("div.stack", { id: "late" });

/** What a late line asks for, next to what is ordered. @param {any} one */
function asks(one) {
  const wanted = quantity(one.quantity_milli, one.unit);
  if (one.kind === "cancelled") return `annuler ${wanted}`;
  if (one.kind === "placed") return `ajouter ${wanted}`;
  const moved = one.ordered_date && one.ordered_date !== one.delivery_date ? `, du ${day(one.ordered_date)} au ${day(one.delivery_date)}` : "";
  return `${quantity(one.ordered_milli ?? 0, one.unit)} → ${wanted}${moved}`;
}

/** @param {string} type @param {any} data @param {string} done */
const send = (type, data, done) => command(type, data).then((answer) => { told(answer, done); return read(); }).catch(complain);

/** @param {any} one */
function postpone(one) {
  const date = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(7), min: today(1), required: true, "aria-label": "Autre jour" }));
  ask(`Reporter : ${one.name}, ${one.customer_name}`, (close) => [h("form.stack", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); close(); void send("PostponeLate", { late: one.id, delivery_date: date.value }, "Reporté."); } },
    h("label.named", null, h("span", null, "Livrer le"), date), h("div.actions", null, h("button.button.primary", { type: "submit" }, "Reporter"), button(say("cancel"), close)))]);
  date.focus();
}

/** @param {any} one */
function refuse(one) {
  const reason = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", maxlength: "200", value: "trop tard pour ce jour", required: true, "aria-label": "Raison" }));
  ask(`Refuser : ${one.name}, ${one.customer_name}`, (close) => [h("form.stack", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); close(); void send("RefuseLate", { late: one.id, reason: reason.value }, "Refusé. Prévenez le client."); } },
    h("label.named.long", null, h("span", null, "Raison"), reason), h("div.actions", null, h("button.button.danger", { type: "submit" }, "Refuser"), button(say("cancel"), close)))]);
  reason.focus();
}

/** @param {any} one */
function row(one) {
  return h("div.trouble", { "data-late": one.id }, h("div", null, h("b", null, `${one.customer_name} : ${one.name}, ${asks(one)}`),
    h("span.muted", null, [`livraison du ${day(one.delivery_date)}`, `reçu le ${day(localDay(one.held_at))} à ${clock(one.held_at)}`, one.source, one.order, one.comment].filter(Boolean).join(" · "))),
    h("div.acts", null, button("Accepter", () => void send("AcceptLate", { late: one.id }, "Accepté."), { class: "go", icon: "check-fat" }), one.kind === "cancelled" ? null : button("Reporter", () => postpone(one), { icon: "calendar" }), button("Refuser", () => refuse(one), { icon: "x" })));
}

/** Take all late lines of one order, one after the other. @param {any[]} lines */
async function acceptAll(lines) {
  for (const one of lines) {
    const answer = await command("AcceptLate", { late: one.id });
    if (answer.outcome === "refused") {
      told(answer, "");
      return read();
    }
  }
  told({}, "Accepté.");
  return read();
}

/** The late lines of one order, the whole of it taken in one touch. @param {any[]} lines */
function orderOf(lines) {
  const all = lines.length > 1 ? h("div.acts", null, button(`Tout accepter : ${lines.length} lignes de ${lines[0].customer_name}`, () => void acceptAll(lines).catch(complain), { icon: "checks" })) : null;
  return [all, ...lines.map(row)];
}

/** @param {any[]} late @returns {any[][]} by order and day */
function byOrder(late) {
  const orders = new Map();
  for (const one of late) orders.set(`${one.order}/${one.delivery_date}`, [...(orders.get(`${one.order}/${one.delivery_date}`) ?? []), one]);
  return [...orders.values()];
}

/** @param {any} one */
function imported(one) {
  const counts = [[one.added, "ajoutées"], [one.changed, "changées"], [one.cancelled, "annulées"], [one.held, "tardives"]].filter(([count]) => count).map(([count, word]) => `${count} ${word}`);
  return h("tr", null, h("td", null, `${day(localDay(one.at))} ${clock(one.at)}`), h("td", null, one.source), h("td", null, one.cycle || "—"), h("td", null, one.delivery_dates.map(day).join(", ") || "—"), h("td", null, counts.join(", ")));
}

/** Read both lists anew. */
export async function read() {
  const [late, imports] = await Promise.all([items("late-orders?state=open"), items("order-imports?limit=50")]);
  fill(place, late.length ? h("section.card.group", null, h("h3", null, "Après l’heure limite", h("span.badge", null, late.length)), h("p.remedy", null, "Rien n’est perdu ni appliqué : choisissez pour chaque ligne."), ...byOrder(late).map(orderOf)) : null,
    imports.length ? h("section.card", null, h("h2", null, "Derniers imports"), h("div.scroll", { tabindex: "0" }, h("table", { id: "imports" }, h("thead", null, h("tr", null, ["Reçu", "Source", "Cycle de vente", "Livraison", "Lignes"].map((text) => h("th", null, text)))), h("tbody", null, imports.slice(0, SHOWN).map(imported))))) : null);
}

/** The lists, filled once they are read. */
export function lateOrders() {
  void read().catch(complain);
  return place;
}
