// What a file would change, and what is wrong with it, as tables. Shows the report it is given.
import { about, catalogue } from "./catalogue.js";
import { button, h, icon } from "./dom.js";
import { day, quantity } from "./words.js";

const SHOWN = 200; // rows of one table; a file with more is read by its counts
const WHAT = { unknown_customer: "customers", unknown_product: "products" };
const customers = await catalogue("customers");
const products = await catalogue("products");

/** @param {string} code @param {"customers" | "products"} kind */
const named = (code, kind) => about(kind, code)?.name ?? code;

/** The proposed codes as buttons, and every other one in a list. @param {any} problem @param {(problem: any, code: string) => void} tie */
function answers(problem, tie) {
  const kind = WHAT[/** @type {keyof typeof WHAT} */ (problem.code)];
  if (!kind || !problem.alias) return null;
  const rows = [...(kind === "customers" ? customers : products).values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
  const other = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": `Ce que veut dire « ${problem.alias} »`, onchange: () => other.value && tie(problem, other.value) },
    h("option", { value: "" }, "Un autre…"), rows.map((row) => h("option", { value: row.code }, `${row.name} (${row.code})`))));
  return h("div.acts", null, problem.proposals.map((/** @type {string} */ code) => button(`C’est ${named(code, /** @type {any} */ (kind))}`, () => tie(problem, code), { icon: "check" })), other);
}

/** The same unknown name stands on many lines: it is asked once. @param {any[]} problems */
function asked(problems) {
  const seen = new Set();
  return problems.filter((one) => {
    const key = one.alias ? `${one.code}/${one.alias}` : `${one.code}/${one.row}/${one.column}/${one.message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** @param {any[]} problems @param {string} kind @param {((problem: any, code: string) => void) | null} tie null: names are only told, not tied here */
export function problemsCard(problems, kind, tie) {
  if (!problems.length) return null;
  const rows = [...asked(problems)].sort((a, b) => Number(b.blocks) - Number(a.blocks));
  const blocking = problems.filter((one) => one.blocks).length;
  return h("section.card.group", { class: blocking ? "grave" : "", id: "problems" },
    h("h3", null, icon("warning"), blocking ? `${blocking} ${blocking === 1 ? "ligne à corriger" : "lignes à corriger"}` : "À savoir"),
    rows.map((one) => h("div.trouble.wide", { "data-code": one.code }, h("div", null, h("b", null, one.message),
      h("span.muted", null, [one.row ? `ligne ${one.row}` : "", one.column ? `colonne ${one.column}` : "", one.blocks ? "" : "n’empêche rien"].filter(Boolean).join(" · "))), kind === "orders" && tie ? answers(one, tie) : null)));
}

/** @param {any} line of an order */
function orderCells(line) {
  const was = line.was && line.was.quantity_milli !== line.quantity_milli ? `${quantity(line.was.quantity_milli, line.was.unit)} → ` : "";
  return [named(line.customer, "customers"), line.order, named(line.product, "products"), `${was}${quantity(line.quantity_milli, line.unit)}`, `${day(line.delivery_date)}${line.late ? " · après l’heure limite" : ""}`];
}

/** @param {any} row of master data or of rounds */
const masterCells = (row) => (row.stops ? [`${row.round} · ${day(row.date)}`, row.vehicle, row.driver, `${row.stops.length} arrêts`, row.depart_at] : [row.code, row.name, row.producer ?? row.kind ?? row.city ?? "", row.family ?? "", row.unit ?? ""]);

/** @param {string} title @param {any[]} rows @param {string} kind @param {boolean} open */
function part(title, rows, kind, open) {
  if (!rows.length) return null;
  return h("details", { open }, h("summary", null, h("b", null, `${title} : ${rows.length}`)), h("div.scroll", { tabindex: "0" }, h("table", null, h("tbody", null,
    rows.slice(0, SHOWN).map((row) => h("tr", null, (kind === "orders" ? orderCells(row) : masterCells(row)).map((text) => h("td", null, text))))))),
    rows.length > SHOWN ? h("p.muted", null, `Encore ${rows.length - SHOWN}.`) : null);
}

/** @param {any} report @param {string} kind @param {string} [absent] what the lines are called that are no longer there */
export function diffCard(report, kind, absent = "Absent du fichier") {
  if (![report.added, report.changed, report.cancelled, report.unchanged].some((rows) => rows.length)) return h("i", { id: "diff" });
  const anyLate = [...report.added, ...report.changed].some((row) => row.late); // held, not applied
  return h("section.card", { id: "diff" }, h("h2", null, report.applied ? (anyLate ? "Reçu" : "Appliqué") : "Ce qui change"),
    part("Nouveau", report.added, kind, true), part("Changé", report.changed, kind, true), part(absent, report.cancelled, kind, true), part("Pareil", report.unchanged, kind, false));
}
