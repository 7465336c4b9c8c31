// What each kind of record holds, how it is shown and typed, and the command that changes it.
import { catalogue } from "./catalogue.js";
import { percent } from "./money.js";
import { celsius, day, kilograms, say } from "./words.js";

/** @typedef {{name: string, text: string, type: "text" | "number" | "kilograms" | "euros" | "percent" | "set" | "date" | "tick" | "choice" | "tel" | "email", options?: () => [string, string][], optional?: boolean, personal?: boolean, mention?: boolean}} Field */
/** @typedef {{title: string, command: string, erase?: string, stream: string, imports?: string, fields: Field[], columns: string[], note?: string}} Kind */

const UNITS = ["kg", "piece", "bunch", "tray30", "litre", "bottle", "punnet", "net", "bag"];
const CLASSES = ["ambiant", "frais", "froid", "surgele"];
/** @type {Record<string, string>} */
const CLASS_WORDS = { ambiant: "ambiant", frais: "frais", froid: "froid", surgele: "surgelé" };
const DATES = { none: "aucune", use_by: "date limite (DLC)", best_before: "durabilité (DDM)" };
const CUSTOMERS = { canteen: "cantine", grocer: "épicerie", restaurant: "restaurant", shop: "magasin", person: "personne" };
/** The categories of ma cantine, as its schema of purchases names them. */
const EGALIM = { BIO: "bio", LABEL_ROUGE: "Label rouge", AOCAOP: "AOC, AOP", IGP: "IGP", STG: "STG", HVE: "HVE", PECHE_DURABLE: "pêche durable", RUP: "région ultrapériphérique", COMMERCE_EQUITABLE: "commerce équitable", FERMIER: "fermier", EXTERNALITES: "externalités environnementales", PERFORMANCE: "performance environnementale" };
/** @type {[string, string][]} */
let producers = [];

/** Read what the choices need. */
export async function choices() {
  producers = [...(await catalogue("producers")).values()].map((one) => [one.code, one.name]);
}

/** @param {Record<string, string>} table @returns {() => [string, string][]} */
const from = (table) => () => Object.entries(table);
/** @param {string} prefix @param {string[]} codes @returns {() => [string, string][]} */
const said = (prefix, codes) => () => codes.map((code) => [code, say(`${prefix}_${code}`)]);
/** @type {Field[]} */
const PARTY = [
  { name: "name", text: "Nom", type: "text", personal: true }, { name: "address", text: "Adresse", type: "text", personal: true }, { name: "postcode", text: "Code postal", type: "text", personal: true },
  { name: "city", text: "Ville", type: "text", personal: true }, { name: "phone", text: "Téléphone", type: "tel", personal: true }, { name: "email", text: "Courriel", type: "email", personal: true },
];

/** What the law asks on a label, by the names of the files' columns. @type {Record<string, string>} */
const MENTIONS = { origin: "Origine", variety: "Variété", class: "Catégorie", size: "Calibre", egg_code: "Code des œufs", egg_class: "Taille des œufs", packing_centre: "Centre d’emballage", born_in: "Né en", raised_in: "Élevé en", slaughtered_in: "Abattu en", cut_in: "Découpé en", allergens: "Allergènes" };
const OF_LOT_ONLY = new Set(["variety", "class", "size", "egg_class", "allergens"]); // no farm has one for all its goods
/** @param {string[]} names @returns {Field[]} */
const mentioned = (names) => names.map((name) => ({ name, text: MENTIONS[name], type: "text", optional: true, mention: true }));

/** A record with its mentions beside its other fields, as forms show them. @param {any} one */
export const flat = (one) => ({ ...one.mentions, ...one });

/** @type {Record<string, Kind>} by the name of its list in the API */
export const KINDS = {
  producers: { title: "Producteurs", command: "RegisterProducer", erase: "producer", stream: "producer", imports: "producers", columns: ["name", "city", "phone", "charter_until"], fields: [...PARTY,
    { name: "approval_number", text: "Agrément", type: "text" }, { name: "gln", text: "GLN", type: "text", personal: true }, { name: "organic_body", text: "Organisme bio", type: "text" }, { name: "organic_until", text: "Bio jusqu’au", type: "date", optional: true }, { name: "charter_until", text: "Charte jusqu’au", type: "date", optional: true }, ...mentioned(Object.keys(MENTIONS).filter((name) => !OF_LOT_ONLY.has(name)))] },
  products: { title: "Produits", command: "RegisterProduct", stream: "product", imports: "products", columns: ["name", "producer", "unit", "price_cents"], fields: [
    { name: "name", text: "Nom", type: "text" }, { name: "producer", text: "Producteur", type: "choice", options: () => producers }, { name: "family", text: "Famille", type: "text" }, { name: "unit", text: "Unité", type: "choice", options: said("unit_one", UNITS) },
    { name: "price_cents", text: "Prix HT (€)", type: "euros", optional: true }, { name: "vat_permille", text: "TVA (%)", type: "percent", optional: true }, { name: "unit_g", text: "Grammes par unité", type: "number", optional: true }, { name: "temperature_class", text: "Froid", type: "choice", options: said("class", CLASSES) },
    { name: "date_kind", text: "Date", type: "choice", options: from(DATES) }, { name: "shelf_life_days", text: "Jours de conservation", type: "number", optional: true }, { name: "gtin", text: "GTIN", type: "text" }, { name: "organic", text: "Bio", type: "tick" }, { name: "egalim", text: "EGalim", type: "set", options: from(EGALIM) }, { name: "leaves_declared", text: "Déposée seule : part sur la quantité déclarée", type: "tick" }, ...mentioned(Object.keys(MENTIONS))] },
  customers: { title: "Clients", command: "RegisterCustomer", erase: "customer", stream: "customer", imports: "customers", columns: ["name", "kind", "city", "phone"], fields: [...PARTY,
    { name: "siret", text: "SIRET", type: "text", personal: true }, { name: "gln", text: "GLN", type: "text", personal: true }, { name: "service_code", text: "Code service (Chorus)", type: "text", personal: true }, { name: "commitment", text: "N° d’engagement", type: "text", personal: true }, { name: "door_code", text: "Code de la porte", type: "text", personal: true }, { name: "window", text: "Heures de livraison", type: "text", personal: true }, { name: "kind", text: "Sorte", type: "choice", options: from(CUSTOMERS) }] },
  "crate-types": { title: "Caisses", command: "RegisterCrateType", stream: "crate-type", imports: "crate-types", columns: ["name", "tare_g", "returnable", "deposit_cents"], fields: [
    { name: "name", text: "Nom", type: "text" }, { name: "tare_g", text: "Tare (g)", type: "number" }, { name: "returnable", text: "Consignée, à rendre", type: "tick" }, { name: "deposit_cents", text: "Consigne (€)", type: "euros" }] },
  vehicles: { title: "Véhicules", command: "RegisterVehicle", stream: "vehicle", imports: "vehicles", columns: ["name", "max_crates", "max_g"], fields: [
    { name: "name", text: "Nom", type: "text" }, { name: "max_crates", text: "Caisses au plus", type: "number", optional: true }, { name: "max_g", text: "Charge au plus (kg, caisses comprises)", type: "kilograms", optional: true },
    ...CLASSES.map((name) => /** @type {Field} */ ({ name: `${name}_crates`, text: `Caisses au plus, ${CLASS_WORDS[name]}`, type: "number", optional: true }))] },
  zones: { title: "Zones", command: "", stream: "zone", columns: ["name", "temperature_class", "max_celsius_tenths"], note: "Les zones se règlent dans hangar.toml.", fields: [
    { name: "name", text: "Nom", type: "text" }, { name: "temperature_class", text: "Froid", type: "choice", options: said("class", CLASSES) }, { name: "max_celsius_tenths", text: "Limite", type: "number" }] },
  operators: { title: "Personnes", command: "", erase: "operator", stream: "operator", columns: ["name", "role", "language", "producer"], note: "Les personnes se règlent avec « hangar person ».", fields: [
    { name: "name", text: "Nom", type: "text", personal: true }, { name: "role", text: "Rôle", type: "choice", options: said("role", ["worker", "driver", "producer", "coordinator", "inspector", "admin"]) }, { name: "language", text: "Langue", type: "text" }, { name: "producer", text: "Ferme", type: "choice", options: () => producers }] },
};

/** Cents as euros, without floats: 210 → "2,10". @param {number} cents */
const euros = (cents) => `${Math.trunc(cents / 100)},${String(Math.abs(cents % 100)).padStart(2, "0")}`;

/** Tenths of a percent as they are typed: 55 → "5,5". @param {number} permille */
const tenths = (permille) => `${Math.floor(permille / 10)}${permille % 10 ? `,${permille % 10}` : ""}`;

/** A field's value for a person. @param {Field | undefined} field @param {string} name @param {any} value */
export function shown(field, name, value) {
  if (value === null || value === undefined || value === "") return "—";
  if (field?.type === "set") return value.map((/** @type {string} */ code) => nameOf(field, code)).join(", ") || "—";
  if (field?.type === "percent") return percent(value);
  if (field?.type === "tick") return value ? "oui" : "non";
  if (field?.type === "euros") return `${euros(value)} €`;
  if (field?.type === "kilograms") return `${kilograms(value, value % 1000 ? 3 : 0)} kg`;
  if (name === "tare_g") return `${kilograms(value, 3)} kg`;
  if (name === "max_celsius_tenths") return celsius(value);
  if (field?.type === "date") return day(value);
  return nameOf(field, value);
}

/** @param {Field | undefined} field @param {any} value */
const nameOf = (field, value) => field?.options?.().find(([code]) => code === value)?.[1] ?? String(value);

/** A field's value as it stands in its box. @param {Field} field @param {any} value */
export const typed = (field, value) => (value === null || value === undefined ? "" : field.type === "euros" ? euros(value) : field.type === "percent" ? tenths(value) : field.type === "kilograms" ? String(value / 1000).replace(".", ",") : String(value));

/**
 * What a box says, as the command wants it; undefined where it says nothing that fits.
 * @param {Field} field @param {HTMLInputElement | HTMLSelectElement | HTMLFieldSetElement} element
 */
export function valueOf(field, element) {
  if (field.type === "set") return [...element.querySelectorAll("input:checked")].map((one) => /** @type {HTMLInputElement} */ (one).value);
  const box = /** @type {HTMLInputElement} */ (element);
  if (field.type === "tick") return box.checked;
  const text = box.value.trim();
  if (!text && field.optional) return null;
  if (field.type === "number") return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  if (field.type === "euros") {
    const found = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text || "0");
    return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : undefined;
  }
  if (field.type === "kilograms") {
    const found = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text);
    return found ? Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0")) : undefined;
  }
  if (field.type === "percent") {
    const found = /^(\d{1,2})(?:[.,](\d))?$/.exec(text);
    return found ? Number(found[1]) * 10 + Number(found[2] ?? 0) : undefined;
  }
  return text;
}

/** @param {Kind} kind @param {string} name */
export const fieldOf = (kind, name) => kind.fields.find((field) => field.name === name);
