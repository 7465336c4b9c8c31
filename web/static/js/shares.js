// Shared rounds of a month: what each cost, who bears what, the members' balances; a key tried before a vote.
import { get, items } from "./api.js";
import { button, by, fill, h } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { euros, percent } from "./money.js";
import { table } from "./table.js";
import { send as tell } from "./told.js";
import { kilograms, today } from "./words.js";

const WEIGHTS = [["stops", "Arrêts"], ["kilograms", "Kilos"], ["crates", "Caisses"]];
const shown = h("div.stack", { id: "shares" });
const month = /** @type {HTMLInputElement} */ (h("input", { type: "month", value: today().slice(0, 7), onchange: () => void read() }));

/** Thousandths of a stop or crate. @param {number} milli */
const parts = (milli) => (milli / 1000).toLocaleString("fr-FR", { maximumFractionDigits: 3 });

/** @param {any} sheet */
function round(sheet) {
  if (!sheet.key) return h("section.card", null, h("h2", null, sheet.round), h("p", null, "Aucune clé n’était votée ce jour-là."));
  const { key } = sheet;
  return h("section.card", { "data-round": sheet.round }, h("h2", null, `${sheet.round} · ${euros(sheet.cost_cents)}`),
    h("p", null, `${sheet.kilometres} km à ${euros(key.km_cents)} + ${sheet.minutes} min à ${euros(key.hour_cents)} l’heure + ${euros(sheet.fixed_cents)} de frais fixes. Conduite : ${farms.find((farm) => farm.code === sheet.carrier)?.name ?? "un transporteur"}.`),
    h("p.muted", null, `Clé : arrêts ${key.stops_percent} %, kilos ${key.kilograms_percent} %, caisses ${key.crates_percent} %.`),
    table(["Ferme", "Arrêts", "Kilos", "Caisses", "Part"], sheet.producers.map((/** @type {any} */ one) => [one.name, parts(one.stops_milli), kilograms(one.net_g), parts(one.crates_milli), euros(one.cents)]), `Partage de ${sheet.round}`, true));
}

/** @param {any} found */
function members(found) {
  return h("section.card", null, h("h2", null, "Compte des membres"), h("p.muted", null, "La somme des soldes est zéro."),
    table(["Membre", "Doit", "A conduit pour", "Solde"], found.members.map((/** @type {any} */ one) => [one.name, euros(one.owed_cents), euros(one.driven_cents), euros(one.balance_cents)]), "Compte des membres", true));
}

/** @param {any} found */
function customers(found) {
  return h("section.card", null, h("h2", null, "Coût de livraison par client"),
    table(["Client", "Livraison", "Achats", "Part"], found.customers.map((/** @type {any} */ one) => [one.name, euros(one.cents), euros(one.turnover_cents), h("span", null, percent(one.permille), " ", one.too_dear ? h("span.pill.bad", null, `plus de ${one.warn_percent} %`) : "")]), "Coût de livraison par client", true));
}

/** The kilometres of a round that has left. @param {string} id */
function missing(id) {
  const field = (/** @type {string} */ name, /** @type {string} */ text) => h("label.named", null, h("span", null, text), h("input", { type: "number", min: "0", step: "1", name, required: true, inputmode: "numeric" }));
  const who = h("label.named", null, h("span", null, "Qui a conduit"), h("select", { name: "carrier" }, h("option", { value: "" }, "Un transporteur"), farms.map((farm) => h("option", { value: farm.code }, farm.name))));
  const form = /** @type {HTMLFormElement} */ (h("form.field", { "data-round": id, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void enter(form, id); } },
    h("b", null, id), field("kilometres", "Kilomètres"), field("minutes", "Minutes"), who, h("button.button.primary", { type: "submit" }, "Noter")));
  return form;
}

/** @param {HTMLFormElement} form @param {string} id */
async function enter(form, id) {
  const given = new FormData(form);
  await send("RecordRoundCost", { round: id, kilometres: Number(given.get("kilometres")), minutes: Number(given.get("minutes")), carrier: String(given.get("carrier")) });
}

/** @param {string} type @param {any} data */
const send = (type, data) => tell(type, data, "C’est noté.", read);

/** The form that tries a key, and the one that keeps what was voted. */
function trying() {
  const weight = ([name, text]) => h("label.named", null, h("span", null, `${text} (%)`), h("input", { type: "number", min: "0", max: "100", step: "1", name, value: tried[name] ?? "", inputmode: "numeric" }));
  const form = /** @type {HTMLFormElement} */ (h("form.field", { id: "try", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); tried = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])); void read(); } },
    WEIGHTS.map(weight), h("button.button", { type: "submit" }, "Rejouer le mois"), button("Clé votée", () => { tried = {}; void read(); })));
  return h("section.card.noprint", null, h("h2", null, "Essayer une clé avant le vote"), form, vote());
}

function vote() {
  const number = (/** @type {string} */ name, /** @type {string} */ text, /** @type {string} */ value) => h("label.named", null, h("span", null, text), h("input", { type: "number", min: "0", step: "1", name, value, required: true, inputmode: "numeric" }));
  const form = /** @type {HTMLFormElement} */ (h("form.field", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); const given = Object.fromEntries(new FormData(form)); const whole = (/** @type {string} */ name) => Number(given[name]); void send("VoteSharing", { since: given.since, decision: given.decision, stops_percent: whole("stops_percent"), kilograms_percent: whole("kilograms_percent"), crates_percent: whole("crates_percent"), km_cents: whole("km_cents"), hour_cents: whole("hour_cents"), warn_percent: whole("warn_percent") }); } },
    h("label.named", null, h("span", null, "À partir du"), h("input", { type: "date", name: "since", value: today(), required: true })),
    number("stops_percent", "Arrêts (%)", "40"), number("kilograms_percent", "Kilos (%)", "40"), number("crates_percent", "Caisses (%)", "20"), number("km_cents", "Centimes par km", "45"), number("hour_cents", "Centimes par heure", "1500"), number("warn_percent", "Alerte au-dessus de (%)", "20"),
    h("label.named.long", null, h("span", null, "Décision"), h("input", { type: "text", name: "decision", maxlength: "200", required: true, placeholder: "assemblée du …" })), h("button.button.primary", { type: "submit" }, "Enregistrer le vote")));
  return ["coordinator", "admin"].includes(document.body.dataset.role ?? "") ? h("details", null, h("summary", null, "Enregistrer une clé votée"), form) : null;
}

/** @type {Record<string, string>} */
let tried = {};
/** @type {any[]} */
let farms = [];

async function read() {
  try {
    const wanted = new URLSearchParams({ month: month.value, ...tried });
    const found = await get(`shares?${wanted}`);
    showLink(true);
    fill(shown, found.tried ? h("p.headline", null, `Rejoué avec ${found.tried.join(" / ")} %. Rien n’est enregistré.`) : null,
      found.without_cost.length ? h("section.card.noprint", null, h("h2", null, "Kilomètres à noter"), ...found.without_cost.map(missing)) : null,
      found.rounds.length ? null : h("p", null, "Aucune tournée n’a de kilomètres ce mois-ci."),
      ...found.rounds.map(round), found.members.length ? members(found) : null, found.customers.length ? customers(found) : null, trying());
  } catch (error) {
    showLink(false);
    complain(error);
  }
}

header();
fill(by("main"), h("div.field.noprint", null, h("label.named", null, h("span", null, "Mois"), month), h("a.button", { href: "#", id: "csv", onclick: (/** @type {Event} */ event) => { event.preventDefault(); location.assign(`/api/v1/documents/shares/${month.value}.csv`); } }, "Fichier CSV"), button("Imprimer", () => window.print(), { icon: "printer" })), shown);
items("producers").then((found) => { farms = found; return read(); }).catch(complain);
