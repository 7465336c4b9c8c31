// The hub's records: found by typing, edited in place, each with its history; nothing of others is overwritten.
import { command, items } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { fold } from "./finder.js";
import { ask, complain, header, notice, showLink } from "./floor.js";
import { KINDS, choices, fieldOf, flat, shown, typed, valueOf } from "./records_kinds.js";
import { send as tell, told } from "./told.js";
import { clock, day, localDay, say } from "./words.js";

const WHY = { asked: "Elle l’a demandé", left: "Elle est partie", mistake: "C’était une erreur" };
const asked = new URLSearchParams(location.search);
let name = KINDS[asked.get("kind") ?? ""] ? String(asked.get("kind")) : "producers";
/** @type {any[]} */
let records = [];
/** The code of the record that is open; "" is a new one. @type {string | null} */
let open = asked.get("code");
const search = /** @type {HTMLInputElement} */ (h("input.long", { type: "search", placeholder: "Chercher", "aria-label": "Chercher une fiche", autocomplete: "off", oninput: () => drawTable() }));
const table = h("div.scroll", { id: "records", tabindex: "0", role: "region", "aria-label": "Fiches" });
const kind = () => KINDS[name];

function matching() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  return records.filter((one) => { const text = fold([one.code, ...kind().fields.map((field) => shown(field, field.name, one[field.name]))].join(" ")); return words.every((word) => text.includes(word)); });
}

/** @param {any} one */
function row(one) {
  const cells = kind().columns.map((column) => h("td", null, shown(fieldOf(kind(), column), column, one[column])));
  return h("tr", { "data-code": one.code }, h("td", null, h("button.code", { type: "button", "aria-expanded": String(open === one.code), onclick: () => { open = open === one.code ? null : one.code; drawTable(); } }, one.code)), cells);
}

/** @param {any} one */
const formRow = (one) => h("tr.formrow", null, h("td", { colspan: String(kind().columns.length + 1) }, form(one)));

function drawTable() {
  const fresh = open === "" ? [formRow({ code: "", version: 0 })] : [];
  const head = h("tr", null, h("th", null, "Code"), kind().columns.map((column) => h("th", null, fieldOf(kind(), column)?.text ?? column)));
  const rows = matching().flatMap((one) => (one.code === open ? [row(one), formRow(one)] : [row(one)]));
  fill(table, h("table", null, h("thead", null, head), h("tbody", null, ...fresh, ...rows)), rows.length || fresh.length ? null : h("p.muted", null, "Aucune fiche ne correspond."));
}

/** One field with its box. @param {any} one @param {import("./records_kinds.js").Field} field @param {boolean} fixed */
function box(one, field, fixed) {
  const value = one[field.name];
  const common = { name: field.name, disabled: fixed };
  if (field.type === "tick") return h("label.tick", null, h("input", { type: "checkbox", checked: Boolean(value), ...common }), h("span", null, field.text));
  if (field.type === "set") return h("fieldset.ticks", { name: field.name, disabled: fixed }, h("legend", null, field.text), (field.options?.() ?? []).map(([code, text]) => h("label.tick", null, h("input", { type: "checkbox", value: code, checked: (value ?? []).includes(code) }), h("span", null, text))));
  const input = field.type === "choice"
    ? h("select", common, (field.options?.() ?? []).map(([code, text]) => h("option", { value: code, selected: code === value }, text)))
    : h("input", { type: { euros: "text", kilograms: "text", number: "number" }[/** @type {string} */ (field.type)] ?? field.type, inputmode: field.type === "euros" || field.type === "kilograms" ? "decimal" : null, value: typed(field, value), maxlength: "200", autocomplete: "off", ...common });
  return h("label.named", null, h("span", null, field.text), input);
}

/** @param {any} one */
function form(one) {
  const fixed = !kind().command;
  const element = /** @type {HTMLFormElement} */ (h("form.record", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void save(one, element).catch(complain); } },
    h("div.filters", null, one.code ? null : h("label.named", null, h("span", null, "Code"), h("input", { type: "text", name: "code", maxlength: "20", required: true })), kind().fields.map((field) => box(one, field, fixed))),
    h("div.actions", null, fixed ? h("p.muted", null, kind().note ?? "") : h("button.button.primary", { type: "submit", id: "save" }, icon("check-fat"), "Enregistrer"), button("Fermer", () => { open = null; drawTable(); }),
      kind().erase && one.code && document.body.dataset.role === "admin" ? button("Effacer les coordonnées", () => erase(one), { class: "danger", id: "erase" }) : null),
    one.code ? h("details", { ontoggle: (/** @type {any} */ event) => { if (event.target.open) void history(one.code, event.target).catch(complain); } }, h("summary", null, "Historique"), h("ol.history", null)) : null));
  return element;
}

/** What the boxes say; null when one of them does not fit, which is then named. @param {HTMLFormElement} element */
function said(element) {
  /** @type {Record<string, any>} */
  const data = {};
  for (const field of kind().fields) {
    const input = /** @type {HTMLInputElement} */ (element.elements.namedItem(field.name));
    const value = valueOf(field, input);
    if (field.mention) data.mentions = { ...data.mentions, ...(value ? { [field.name]: value } : {}) };
    else data[field.name] = value;
    if (value !== undefined && !(field.name === "name" && !data.name)) continue;
    input.focus();
    notice(`« ${field.text} » : valeur impossible.`, "stop");
    return null;
  }
  return data;
}

/** @param {any} one as it was when the form was opened @param {HTMLFormElement} element @param {number} [seen] */
async function save(one, element, seen = one.version) {
  const data = said(element);
  if (!data) return;
  const code = one.code || /** @type {HTMLInputElement} */ (element.elements.namedItem("code")).value.trim();
  const answer = await command(kind().command, { code, ...data, seen });
  if (answer.outcome === "accepted") {
    open = null;
    await read().catch(complain); // it is kept, whether the list can be read anew or not
    notice("C’est enregistré.", "ok");
  } else if (answer.refusal.code === "changed_meanwhile") await compare(one, element, code);
  else told(answer);
}

/** Somebody else changed this record: show what, and let a person choose. @param {any} one @param {HTMLFormElement} element @param {string} code */
async function compare(one, element, code) {
  const theirs = flat((await items(`${name}?limit=500`)).find((each) => each.code === code));
  const changed = kind().fields.filter((field) => JSON.stringify(theirs[field.name] ?? null) !== JSON.stringify(one[field.name] ?? null));
  ask("Quelqu’un d’autre a changé cette fiche.", (close) => [
    h("ul", { id: "clash" }, changed.map((field) => h("li.row", null, h("b", null, field.text), `${shown(field, field.name, one[field.name])} → ${shown(field, field.name, theirs[field.name])}`))),
    h("div.actions", null, button("Garder les miennes", () => { close(); void save({ ...one, code }, element, theirs.version).catch(complain); }, { id: "mine", class: "primary" }), button("Prendre les leurs", () => { close(); void read().catch(complain); }, { id: "theirs" }), button(say("cancel"), close))]);
}

/** @param {any} one */
function erase(one) {
  ask(`Effacer pour toujours les coordonnées de ${one.name} ?`, (close) => [
    h("p", null, "Nom, adresse, téléphone, courriel et étiquettes sont effacés. Les évènements restent, avec le code seul."), h("p", null, "La traçabilité demande de pouvoir nommer fournisseurs et clients : gardez leur nom ailleurs tant que la loi le demande."),
    h("div.actions", null, ...Object.entries(WHY).map(([why, text]) => button(text, () => { close(); void send(one, why).catch(complain); }, { class: "danger" })), button(say("cancel"), close))]);
}

/** @param {any} one @param {string} why */
async function send(one, why) {
  await tell("EraseParty", { kind: kind().erase, code: one.code, why }, "Les coordonnées sont effacées.", read);
}

/** @param {any} change */
function changeWords(change) {
  if (change.field === "personal") return change.erased ? "coordonnées effacées" : "coordonnées changées";
  const field = fieldOf(kind(), change.field);
  return `${field?.text ?? change.field} : ${shown(field, change.field, change.from)} → ${shown(field, change.field, change.to)}`;
}

/** @param {string} code @param {HTMLElement} details */
async function history(code, details) {
  const entries = await items(`history/${kind().stream}/${encodeURIComponent(code)}`);
  const list = /** @type {Element} */ (details.querySelector(".history"));
  fill(list, ...entries.map((entry) => h("li", null, h("span.muted", null, `${day(localDay(entry.at))} ${clock(entry.at)} · ${entry.by}`),
    entry.first ? h("b", null, "Fiche créée") : entry.changes.length ? h("ul", null, entry.changes.map((/** @type {any} */ one) => h("li", null, changeWords(one)))) : h("span", null, "Enregistrée, sans changement"))));
}

async function read() {
  records = (await items(`${name}?limit=500`)).map(flat);
  showLink(true);
  drawTable();
}

/** @param {string} next */
async function choose(next) {
  name = next;
  open = null;
  search.value = "";
  draw();
  await read();
}

function draw() {
  window.history.replaceState(null, "", `/records?kind=${name}`);
  fill(by("tabs"), ...Object.entries(KINDS).map(([key, one]) => h("button.button", { type: "button", "aria-pressed": String(key === name), onclick: () => void choose(key).catch(complain) }, one.title)));
  fill(by("tools"), search, kind().command ? button("Nouvelle fiche", () => { open = ""; drawTable(); /** @type {HTMLElement | null} */ (table.querySelector("input[name=code]"))?.focus(); }, { icon: "plus", id: "new" }) : null,
    kind().imports ? h("a.button", { href: `/import?kind=${kind().imports}` }, icon("file-arrow-up"), "Importer") : null);
}

async function begin() {
  header();
  fill(by("main"), h("div.acts.tabs", { id: "tabs", role: "group", "aria-label": "Sorte de fiche" }), h("section.card.stack", null, h("div.field", { id: "tools" }), table));
  await choices();
  draw();
  await read();
}

begin().catch(complain);
