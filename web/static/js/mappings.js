// A file of another program: its columns are named once, tried on the file, then saved under a name.
import { command, items, upload } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { diffCard, problemsCard } from "./import_views.js";
import { fold } from "./finder.js";
import { told } from "./told.js";
import { today, unitName } from "./words.js";

const FIELDS = { order: "N° de commande", customer: "Code du client", customer_name: "Nom du client", delivery_date: "Jour de livraison", producer: "Code du producteur", producer_name: "Nom du producteur", product: "Code ou référence du produit", product_name: "Nom du produit", variant: "Conditionnement", quantity: "Quantité", unit: "Unité", comment: "Remarque", cycle: "Cycle de vente" };
const UNITS = ["kg", "piece", "bunch", "tray30", "litre", "bottle", "punnet", "net", "bag"];
/** What a header usually means; only proposed, a person looks. @type {[RegExp, string][]} */
const USUAL = [[/^(n|no|num|numero|ref)\b.*commande|^commande$|order|^n.? ?bon|^bon$/, "order"], [/quantit|^qte|^nb|qty/, "quantity"], [/unite|^unit|^u$/, "unit"], [/code.*client|client.*code/, "customer"], [/client|customer|acheteur/, "customer_name"], [/livr|deliver|^date/, "delivery_date"], [/producteur|ferme|producer|vendeur/, "producer_name"], [/sku|code|reference|^ref/, "product"], [/produit|article|designation|product|libelle/, "product_name"], [/condition|variant|format/, "variant"], [/comment|remarque|note/, "comment"], [/cycle/, "cycle"]];

/** @param {Record<string, string>} names @param {string} label @param {string} [value] */
function choice(names, label, value = "") {
  const select = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": label }, Object.entries(names).map(([code, text]) => h("option", { value: code, selected: code === value }, text))));
  return select;
}
const file = /** @type {HTMLInputElement} */ (h("input.long", { type: "file", accept: ".csv,.txt", "aria-label": "Fichier", onchange: () => void look() }));
const decimal = choice({ any: "2,5 ou 2.5, sans séparateur de milliers", comma: "1.234,5 (virgule)", dot: "1,234.5 (point)" }, "Nombres");
const dates = choice({ iso: "2026-11-24", day_first: "24/11/2026", month_first: "11/24/2026" }, "Dates");
const day = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(1), "aria-label": "Jour de livraison pour l’essai" }));
const name = /** @type {HTMLInputElement} */ (h("input", { type: "text", maxlength: "32", pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]{0,31}", placeholder: "panier-local", "aria-label": "Nom du modèle" }));
const saved = h("section.card", { id: "saved" });
const columns = h("div.stack", { id: "columns" });
const result = h("div.stack", { id: "result", "aria-live": "polite" });
/** @type {{header: string, select: HTMLSelectElement}[]} */
let chosen = [];
/** @type {{word: string, select: HTMLSelectElement}[]} */
let unitWords = [];
/** @type {any} */
let seen = null;

/** @param {string} header @param {Set<string>} taken */
function usual(header, taken) {
  const field = USUAL.find(([pattern, meaning]) => !taken.has(meaning) && pattern.test(fold(header)))?.[1] ?? "";
  if (field) taken.add(field);
  return field;
}

/** Send the file: alone for its columns, with the mapping for what it would change. @param {boolean} tried */
async function ask(tried) {
  const form = new FormData();
  const one = file.files?.[0];
  if (!one) return null;
  form.append("file", one);
  if (day.value) form.append("delivery_date", day.value);
  if (tried) form.append("mapping", JSON.stringify(mapping()));
  return upload("/api/v1/order-mappings/preview", form);
}

const mapping = () => ({
  name: name.value.trim(),
  columns: Object.fromEntries(chosen.filter((one) => one.select.value).map((one) => [one.header, one.select.value])),
  decimal: decimal.value,
  dates: dates.value,
  units: Object.fromEntries(unitWords.filter((one) => one.select.value).map((one) => [one.word, one.select.value])),
});

async function look() {
  fill(result);
  try {
    seen = await ask(false);
    if (!seen) return;
    showLink(true);
    draw();
  } catch (error) {
    complain(error);
  }
}

function draw() {
  const taken = /** @type {Set<string>} */ (new Set());
  chosen = seen.columns.map((/** @type {any} */ column) => ({ header: column.header, select: choice({ "": "— pas lue —", ...FIELDS }, `Ce que contient « ${column.header} »`, usual(column.header, taken)) }));
  for (const one of chosen) one.select.addEventListener("change", () => { units(); fill(result); });
  const problems = seen.problems.filter((/** @type {any} */ one) => one.blocks);
  fill(columns, problemsCard(problems, "orders", null), chosen.length ? h("section.card.stack", null, h("h2", null, "Ce que contient chaque colonne"),
    h("div.scroll", { tabindex: "0" }, h("table", null, h("thead", null, h("tr", null, ["Colonne du fichier", "Exemples", "Chez nous"].map((text) => h("th", null, text)))),
      h("tbody", null, chosen.map((one, place) => h("tr", null, h("td", null, h("b", null, one.header)), h("td.muted", null, seen.columns[place].values.slice(0, 3).join(" · ")), h("td", null, one.select)))))),
    h("div", { id: "units" }),
    h("div.field", null, h("label.named", null, h("span", null, "Nombres"), decimal), h("label.named", null, h("span", null, "Dates"), dates), h("label.named", null, h("span", null, "Jour de livraison, si le fichier n’en a pas"), day)),
    h("div.actions", null, button("Essayer sur ce fichier", () => void attempt(), { class: "primary", icon: "magnifying-glass", id: "try" }))) : null);
  units();
}

/** The words of the column of units, each tied to one of ours. */
function units() {
  const at = chosen.findIndex((one) => one.select.value === "unit");
  const names = { "": "— comme écrit —", ...Object.fromEntries(UNITS.map((unit) => [unit, unitName(unit, 1)])) };
  unitWords = at < 0 ? [] : seen.columns[at].values.map((/** @type {string} */ word) => ({ word, select: choice(names, `Unité « ${word} »`, UNITS.find((unit) => fold(unit) === fold(word) || fold(unitName(unit, 1)) === fold(word) || fold(unitName(unit, 2)) === fold(word)) ?? "") }));
  fill(by("units"), unitWords.length ? h("h3", null, "Les unités du fichier") : null, h("div.field", null, unitWords.map((one) => h("label.named", null, h("span", null, one.word), one.select))));
}

async function attempt() {
  try {
    const answer = await ask(true);
    if (!answer) return;
    const { report } = answer;
    const save = h("form.field", { id: "save", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void keep(); } }, h("label.named", null, h("span", null, "Nom du modèle (lettres sans accent, chiffres, tirets)"), name), h("button.button.primary", { type: "submit" }, icon("check-fat"), "Enregistrer ce modèle"));
    name.required = true;
    fill(result, problemsCard(report.problems, "orders", null), diffCard(report, "orders"), h("section.card", null, save));
    result.scrollIntoView({ block: "start" });
  } catch (error) {
    complain(error);
  }
}

async function keep() {
  try {
    const answer = await command("SaveOrderMapping", mapping());
    told(answer, "C’est enregistré. Choisissez-le à l’import.");
    await list();
  } catch (error) {
    complain(error);
  }
}

async function list() {
  const all = await items("order-mappings");
  showLink(true);
  fill(saved, h("h2", null, "Modèles enregistrés"), all.length ? h("ul", null, all.map((one) => h("li.headline", { "data-mapping": one.name }, h("b", null, one.name), h("span.muted", null, Object.entries(one.columns).map(([header, field]) => `${header} → ${FIELDS[/** @type {keyof typeof FIELDS} */ (field)] ?? field}`).join(", ")),
    h("span.push", null, button("Oublier", () => void command("DropOrderMapping", { name: one.name }).then((answer) => { told(answer, "Oublié."); return list(); }).catch(complain), { icon: "trash" }))))) : h("p.muted", null, "Aucun encore."));
}

header();
fill(by("main"), h("section.card.stack", null, h("h2", null, "Un fichier de commandes d’un autre programme"), h("p.muted", null, "Choisissez un vrai fichier (CSV en UTF-8). Dites ce que contient chaque colonne, essayez, puis enregistrez. Rien n’est importé ici."), h("div.field", null, file)), columns, result, saved);
list().catch(complain);
