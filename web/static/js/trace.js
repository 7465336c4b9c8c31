// Trace a code: where it came from, where all of its lot went, and what is unexplained; block a lot.
import { CallError, command, get } from "./api.js";
import { about, catalogue, productPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon } from "./dom.js";
import { ask, complain, header, showLink } from "./floor.js";
import { told } from "./told.js";
import { listen } from "./wedge.js";
import { amount, celsius, clock, day, failureText, say, weight } from "./words.js";

const KINDS = { crate: "Caisse", lot: "Lot", producer_lot: "Lot du producteur", intake: "Apport", delivery_note: "Bon de livraison" };
const main = by("main");
const result = h("div.stack", { id: "result" });
const field = /** @type {HTMLInputElement} */ (h("input.long", { type: "search", placeholder: "Code de caisse, lot, lot du producteur, bon", "aria-label": "Code à tracer", autocomplete: "off" }));

/** @param {string} text @param {Node | string | null} value @param {string} [more] */
const part = (text, value, more = "") => h("div", { class: more || null }, h("b", null, value), h("span", null, text));

/** @param {number | null | undefined} grams */
const kg = (grams) => weight(grams ?? 0);

/** @param {any} lot */
function flow(lot) {
  const weighed = Boolean(lot.received_g);
  const sum = (/** @type {any[]} */ list) => (weighed ? kg(list.reduce((total, one) => total + (one.net_g ?? 0), 0)) : String(list.reduce((total, one) => total + (one.count ?? 0), 0)));
  return h("div.flow", null,
    part("reçu", weighed ? kg(lot.received_g) : String(lot.received_count ?? 0)), part("livré", sum(lot.delivered)), part("en stock", sum(lot.in_stock)),
    lot.returned_g || lot.returned_count ? part("rendu à la ferme", weighed ? kg(lot.returned_g) : String(lot.returned_count)) : null, part("jeté", weighed ? kg(lot.discarded_g) : String(lot.discarded_count ?? 0)), part("écart", weighed ? kg((lot.unexplained_g ?? 0) + (lot.other_g ?? 0)) : String(lot.unexplained_count ?? 0), lot.unexplained_g || lot.other_g ? "gap" : ""));
}

/** @param {any} lot */
function deliveredTable(lot) {
  if (!lot.delivered.length) return h("p.muted", null, "Rien de ce lot n’est parti.");
  return h("div.scroll", { tabindex: "0" }, h("table", null,
    h("thead", null, h("tr", null, ["Client", "Bon", "Date", "Caisses"].map((name) => h("th", null, name)), h("th.n", null, "Quantité"))),
    h("tbody", null, lot.delivered.map((/** @type {any} */ one) => h("tr", null,
      h("td", null, h("b", null, one.customer.name), h("br"), h("span.muted", null, one.customer.address ?? "")),
      h("td", null, one.delivery_note ? h("a", { href: `/api/v1/documents/delivery-note/${encodeURIComponent(one.delivery_note)}.pdf`, target: "_blank", rel: "noopener" }, one.delivery_note) : "—"),
      h("td", null, one.date ? day(one.date) : ""), h("td", null, one.crates?.length ?? ""), h("td.n", null, amount(one, lot.unit)))))));
}

/** Who brought it from the farm, and how cold it was when it was loaded. @param {any} lot */
const pickedUp = (lot) => (lot.collected ?? []).map((/** @type {any} */ one) => h("p", null, icon("truck"), " ", [`ramassé par ${one.round} à ${clock(one.at)}`, one.by, `${one.crates.length} ${say(one.crates.length === 1 ? "crate" : "crates")}`, one.celsius_tenths === null ? one.no_celsius && `non mesuré : ${one.no_celsius}` : celsius(one.celsius_tenths)].filter(Boolean).join(" · ")));

/** @param {any} lot */
function stockTable(lot) {
  if (!lot.in_stock.length) return h("p.muted", null, "Rien de ce lot n’est ici.");
  return h("div.scroll", { tabindex: "0" }, h("table", null, h("tbody", null, lot.in_stock.map((/** @type {any} */ one) => h("tr", null,
    h("td", null, h("a", { href: `/trace?code=${encodeURIComponent(one.crate)}` }, one.code ?? one.crate)), h("td", null, one.zone ?? ""), h("td.n", null, amount(one, lot.unit)))))));
}

/** @param {any} lot */
function actions(lot) {
  if (!["worker", "coordinator", "admin"].includes(document.body.dataset.role ?? "")) return null;
  const blocked = Boolean(lot.blocked);
  return h("span.push", null,
    blocked ? button("Libérer", () => decide(lot, "ReleaseLot", "Libérer ce lot ?"), { icon: "lock-open" }) : button("Bloquer le lot", () => decide(lot, "BlockLot", "Bloquer ce lot ?"), { icon: "hand-palm", class: "danger", id: "block" }),
    lot.delivered.length && document.body.dataset.role !== "worker" ? button("Rappeler", () => decide(lot, "RecallLot", "Rappeler ce lot chez les clients ?"), { icon: "siren" }) : null);
}

/** @param {any} lot @param {string} type @param {string} question */
function decide(lot, type, question) {
  const here = lot.in_stock.length;
  const gone = lot.delivered.reduce((/** @type {number} */ total, /** @type {any} */ one) => total + (one.crates?.length ?? 0), 0);
  const reason = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", maxlength: "200", placeholder: "Raison", "aria-label": "Raison" }));
  ask(`${question} ${lot.lot}`, (close) => [
    h("p", null, `${here} ${say(here === 1 ? "crate" : "crates")} ici. ${gone} parties.`), h("div.field", null, reason),
    h("div.actions", null, button(question.replace(" ?", "").replace("ce lot", "le lot"), () => { if (!reason.value.trim()) return reason.focus(); close(); void send(type, lot, reason.value.trim()); }, { class: "danger", id: "decide" }), button(say("cancel"), close))]);
}

/** @param {string} type @param {any} lot @param {string} reason */
async function send(type, lot, reason) {
  try {
    const answer = await command(type, { lot: lot.lot, reason });
    told(answer, { BlockLot: "Lot bloqué. Rien ne part.", ReleaseLot: "Lot libéré.", RecallLot: "Lot rappelé. Appelez les clients." }[type]);
    await look(field.value);
  } catch (error) {
    complain(error);
  }
}

/** @param {any} lot */
function lotCard(lot) {
  const product = about("products", lot.product?.code ?? lot.product);
  const name = product?.name ?? lot.product_name ?? lot.product;
  const blocked = Boolean(lot.blocked);
  return h("section.card.lot", { class: blocked ? "blocked" : "", "data-lot": lot.lot },
    h("div.lothead", null, food(productPicture({ name, family: product?.family })),
      h("div", null, h("p.lotcode", null, lot.lot, blocked ? h("span.pill.bad", null, icon("hand-palm"), "bloqué") : null), h("p", null, h("b", null, name), ` · ${lot.producer.name}`), h("p.muted", null, [lot.producer.address, lot.producer_lot ? `son lot : ${lot.producer_lot}` : "", blocked && typeof lot.blocked === "string" ? `bloqué : ${lot.blocked}` : ""].filter(Boolean).join(" · "))),
      actions(lot)),
    ...pickedUp(lot), flow(lot), h("h3", null, "Livré à"), deliveredTable(lot), h("h3", null, "Encore ici"), stockTable(lot));
}

/** @param {string} code */
async function look(code) {
  const wanted = code.trim();
  if (!wanted) return;
  field.value = wanted;
  history.replaceState(null, "", `/trace?code=${encodeURIComponent(wanted)}`);
  try {
    const answer = await get(`trace/${encodeURIComponent(wanted)}`);
    showLink(true);
    fill(result, h("p.muted", null, `${KINDS[/** @type {keyof typeof KINDS} */ (answer.subject.kind)] ?? answer.subject.kind} ${answer.subject.id}`), ...answer.lots.map(lotCard));
  } catch (error) {
    fill(result, h("section.card", null, h("h2", null, "Ce code n’est pas connu ici."), h("p.muted", null, error instanceof CallError && error.status === 404 ? "Vérifiez le code, ou scannez l’étiquette." : failureText(error))));
  }
}

header();
const form = h("form.card", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void look(field.value); } }, h("h2", null, "Scannez ou tapez un code"), h("div.field", null, field, button("Chercher", () => void look(field.value), { class: "primary", icon: "magnifying-glass", id: "search" })));
fill(main, form, result);
listen((code) => void look(code));
Promise.all(["products", "producers"].map(catalogue)).then(() => { showLink(true); return look(new URLSearchParams(location.search).get("code") ?? ""); }).catch(complain);
