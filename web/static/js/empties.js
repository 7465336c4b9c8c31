// Returnable crates: who owes how many, a party's statement with every movement, empties noted and corrected.
import { get, items } from "./api.js";
import { button, by, fill, h } from "./dom.js";
import { ask, complain, header, showLink } from "./floor.js";
import { euros } from "./money.js";
import { table } from "./table.js";
import { send as tell } from "./told.js";
import { clock, day, kilograms, localDay, say, today } from "./words.js";

const OCCASIONS = { entered: "vides notés", departed: "parties pleines en tournée", stop: "notées par le chauffeur", handed_over: "remises pleines au hangar", returned: "revenues pleines", elsewhere: "laissées chez un autre client", received: "apportées pleines", voided: "réception annulée", corrected: "correction" };
const office = ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
const shown = h("div.stack", { id: "empties" });
const statement = h("div.stack", { id: "statement", "aria-live": "polite" });
/** @type {any[]} */
let parties = [];
/** @type {any[]} */
let types = [];
let party = new URLSearchParams(location.search).get("party") ?? "";
const since = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: `${today().slice(0, 7)}-01`, onchange: () => void readStatement() }));
const until = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(), onchange: () => void readStatement() }));

/** @param {string} type @param {any} data @param {string} done */
const send = (type, data, done) => tell(type, data, done, read);

/** @param {string} code */
function choose(code) {
  party = code;
  history.replaceState(null, "", `?party=${encodeURIComponent(code)}`);
  void readStatement();
}

/** @param {number} owed */
const owedText = (owed) => (owed < 0 ? `le MIL en doit ${-owed}` : String(owed));

/** @param {any[]} rows */
function balances(rows) {
  const live = rows.filter((row) => row.owed);
  if (!live.length) return h("p", null, "Personne ne doit de caisse.");
  return table(["Qui", "Type", "Dues", "Consigne"], live.sort((a, b) => b.owed - a.owed).map((row) => [button(row.party_name, () => choose(row.party), { class: "plain" }), row.crate_type_name, owedText(row.owed), euros(row.deposit_cents)]), "Caisses dues");
}

/** @param {string} name @param {string} text @param {Record<string, string | number>} [more] */
const number = (name, text, more = {}) => h("label.named", null, h("span", null, text), h("input", { type: "number", name, step: "1", value: "0", required: true, inputmode: "numeric", ...more }));
const typeChoice = () => h("label.named", null, h("span", null, "Type"), h("select", { name: "crate_type", required: true }, types.filter((one) => one.returnable).map((one) => h("option", { value: one.code }, one.name))));

function moving() {
  return h("details", null, h("summary", null, "Noter des vides donnés ou repris"), h("form.field", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); const form = /** @type {HTMLFormElement} */ (event.target); const given = Object.fromEntries(new FormData(form)); void send("MoveEmpties", { party: String(given.party), crate_type: String(given.crate_type), given: Number(given.given), taken: Number(given.taken) }, "Vides notés.").then((done) => { if (done) form.reset(); }); } },
    h("label.named.long", null, h("span", null, "Qui"), h("select", { name: "party", required: true }, h("option", { value: "" }, "Choisir…"), parties.map((one) => h("option", { value: one.code, selected: one.code === party }, one.name)))),
    typeChoice(), number("given", "Donnés", { min: 0, max: 1000 }), number("taken", "Repris", { min: 0, max: 1000 }), h("button.button.primary", { type: "submit" }, "Noter")));
}

/** @param {any} row */
function correct(row) {
  ask(`${row.name} : compter ensemble`, (close) => [
    h("form.stack", { onsubmit: async (/** @type {Event} */ event) => { event.preventDefault(); const given = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target))); if (await send("CorrectEmpties", { party, crate_type: row.crate_type, was: row.now, owed: Number(given.owed), reason: String(given.reason) }, "Compte corrigé.")) close(); } },
      h("p", null, `Le registre dit ${row.now}.`), number("owed", "Dues d’après le comptage", { value: row.now }),
      h("label.named.long", null, h("span", null, "Raison"), h("input", { type: "text", name: "reason", maxlength: "200", required: true })),
      h("button.button.primary", { type: "submit" }, "Corriger")),
    h("div.actions", null, button(say("cancel"), close))]);
}

/** @param {any} found @param {any[]} owing what is owed now, whatever days are shown */
function drawStatement(found, owing) {
  const span = `since=${found.since}&until=${found.until}`;
  const paper = (/** @type {string} */ kind, /** @type {string} */ text) => h("a.button", { href: `/api/v1/documents/empties/${encodeURIComponent(found.party)}.${kind}?${span}` }, text);
  const now = (/** @type {string} */ code) => owing.find((row) => row.party === found.party && row.crate_type === code)?.owed ?? 0;
  fill(statement, h("section.card", { "data-party": found.party }, h("h2", null, `Relevé de ${found.name}`), h("div.acts", null, paper("pdf", "Imprimer"), paper("csv", "Tableur")),
    found.types.length ? table(["Type", "Avant", "Données", "Reprises", "Dues", "Consigne", ""], found.types.map((/** @type {any} */ row) => [row.name, String(row.owed_before), String(row.given), String(row.taken), owedText(row.owed), euros(row.worth_cents), office ? button("Corriger", () => correct({ ...row, now: now(row.crate_type) })) : null]), "Par type") : h("p", null, "Aucune caisse n’a encore bougé."),
    found.movements.length ? table(["Quand", "Type", "Quoi", "Données", "Reprises", "Dues", "Écriture"], found.movements.slice().reverse().map((/** @type {any} */ one) => [`${day(one.day)} ${clock(one.at)}`, one.crate_type_name, [OCCASIONS[/** @type {keyof typeof OCCASIONS} */ (one.why)] ?? one.why, one.subject, one.reason].filter(Boolean).join(" · "), String(one.given || ""), String(one.taken || ""), owedText(one.owed), h("a", { href: `/ledger?after=${one.seq - 1}` }, String(one.seq))]), "Mouvements") : h("p.muted", null, "Rien n’a bougé sur ces jours.")));
}

/** @param {any[]} found */
function tares(found) {
  return h("details", null, h("summary", null, "Tares"), h("p.muted", null, "Pesez les vides à la réception : Accueil, Peser les vides."),
    table(["Depuis", "Type", "Tare", "Avant", "Comment"], found.map((one) => [day(localDay(one.at)), [one.crate_type_name, one.code].filter(Boolean).join(" · "), `${kilograms(one.tare_g, 3)} kg`, one.before_g === null ? "—" : `${kilograms(one.before_g, 3)} kg`, one.count ? `${one.count} pesées ensemble` : "saisie"]), "Tares"));
}

async function readStatement() {
  if (!party) return fill(statement);
  try {
    const span = `since=${since.value}&until=${until.value}`;
    const [found, owing] = await Promise.all([get(`empties/${encodeURIComponent(party)}?${span}`), items("empties")]);
    drawStatement(found, owing);
  } catch (error) {
    complain(error);
  }
}

async function read() {
  try {
    const [owing, customers, producers, kinds, history] = await Promise.all([items("empties"), items("customers"), items("producers"), items("crate-types"), items("tares")]);
    parties = [...customers, ...producers];
    types = kinds;
    showLink(true);
    fill(shown, h("section.card", null, h("h2", null, "Caisses dues"), balances(owing)), office ? h("section.card", null, moving()) : null,
      h("section.card", null, h("form.field", null, h("label.named.long", null, h("span", null, "Relevé de"), h("select", { onchange: (/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value) }, h("option", { value: "" }, "Choisir…"), parties.map((one) => h("option", { value: one.code, selected: one.code === party }, one.name)))), h("label.named", null, h("span", null, "Du"), since), h("label.named", null, h("span", null, "Au"), until))), statement,
      h("section.card", null, tares(history)));
    await readStatement();
  } catch (error) {
    showLink(false);
    complain(error);
  }
}

header();
fill(by("main"), shown);
void read();
