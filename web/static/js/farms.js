// What each farm is to bring on a day: labels made, sheets numbered and mailed, private links; emergency labels.
import { command, get, items } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { ask, complain, header, notice, showLink } from "./floor.js";
import { mailPill } from "./mail_pill.js";
import { told } from "./told.js";
import { quantity, refusalText, say, today } from "./words.js";

const EVERY_MS = 5000;
const SHEETS = { "a4-8": "8 par feuille (99,1 × 67,7 mm)", "a4-4": "4 par feuille (A6)" };
const main = by("main");
const rows = h("tbody");
const mailSays = h("p.muted", { id: "mail", "aria-live": "polite" });
const day = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(), "aria-label": "Jour de livraison", onchange: () => void changeDay().catch(complain) }));
/** @type {any[]} */
let sheets = [];
let drawn = "";

/** Send a command, say what came of it, read again. @param {string} type @param {any} data @param {(answer: any) => string} done */
async function tell(type, data, done) {
  const answer = await command(type, data);
  await read().catch(complain); // what was taken stays taken when the page cannot be read anew
  told(answer, answer.outcome === "refused" ? "" : done(answer));
  return answer;
}

/** @param {number} count @param {string} one @param {string} several */
const many = (count, one, several) => `${count} ${count > 1 ? several : one}`;

/** @param {string} [producer] */
const send = (producer) => tell("SendSheets", { delivery_date: day.value, producers: producer ? [producer] : [] }, (answer) =>
  `${many(answer.sheets.length, "feuille numérotée", "feuilles numérotées")}, ${many((answer.mails ?? []).length, "mail à envoyer", "mails à envoyer")}.`).catch(complain);

/** @param {any} row */
function labelsCell(row) {
  const made = row.labels_expected + row.labels_received;
  const pdf = (/** @type {string} */ sheet, /** @type {string} */ text) => h("a.button", { href: `/api/v1/documents/ready-labels/${encodeURIComponent(row.producer)}/${day.value}.pdf?sheet=${sheet}`, target: "_blank", rel: "noopener" }, icon("file-pdf"), text);
  const choose = () => ask(`Étiquettes de ${row.name}`, (close) => [
    h("div.actions", null, Object.entries(SHEETS).map(([sheet, text]) => pdf(sheet, text))),
    h("div.actions", null, button("Imprimer un rouleau ici", () => { close(); void roll(row).catch(complain); }, { icon: "printer" }), button("Refaire", () => { close(); void again(row).catch(complain); }, { icon: "arrow-clockwise" }), button(say("close"), close))]);
  return h("td", null, made ? h("b", null, `${row.labels_received} / ${made} venues`) : null, " ",
    row.labels_expected ? button("Étiquettes", choose, { icon: "barcode" }) : made ? null : button("Faire", () => make(row), { icon: "barcode" }));
}

/** @param {any} row @param {any[]} [lines] */
const make = (row, lines = []) => void tell("MakeLabels", { producer: row.producer, delivery_date: day.value, lines }, (answer) =>
  `${many((answer.ready_crates ?? []).length, "étiquette faite", "étiquettes faites")}.${answer.undated_lines ? ` ${many(answer.undated_lines.length, "ligne sans date", "lignes sans date")} : à la réception.` : ""}`).catch(complain);

/** Ask how many crates each line comes in, then make new labels; those of before are no longer expected. @param {any} row */
async function again(row) {
  const lines = (await items(`producers/${encodeURIComponent(row.producer)}/expected?date=${day.value}`)).filter((line) => !line.undated && line.state === "waiting");
  const counts = lines.map((line) => /** @type {HTMLInputElement} */ (h("input", { type: "number", min: "0", max: "60", value: String(line.labels.length || 1), "aria-label": `Caisses de ${line.product_name} pour ${line.name}` })));
  ask("Combien de caisses ?", (close) => [h("div.scroll", { tabindex: "0" }, h("table", null, h("tbody", null, lines.map((line, i) => h("tr", null, h("td", null, line.name), h("td", null, line.product_name), h("td.n", null, quantity(line.quantity_milli, line.unit)), h("td", null, counts[i])))))),
    h("div.actions", null, button("Refaire les étiquettes", () => { close(); make(row, lines.map((line, i) => ({ order_line: line.order_line, crates: Number(counts[i].value) }))); }, { class: "primary", id: "make-again", disabled: !lines.length }), button(say("cancel"), close))]);
}

/** Labels for every farm that has none yet; what one of them is refused is said. */
async function makeAll() {
  const without = sheets.filter((row) => row.lines && !row.labels_expected && !row.labels_received);
  const refused = [];
  for (const row of without) {
    const answer = await command("MakeLabels", { producer: row.producer, delivery_date: day.value, lines: [] });
    if (answer.outcome === "refused") refused.push(`${row.name} : ${refusalText(answer.refusal)}`);
  }
  await read().catch(complain);
  if (refused.length) notice(refused.join(" "), "stop");
}

/** Print a farm's labels here, at a printer somebody chooses. @param {any} row */
async function roll(row) {
  const printers = await rolls();
  ask("Sur quelle imprimante ?", (close) => [h("div.actions", null, printers.map((id) => button(id, () => { close(); void tell("PrintReadyLabels", { producer: row.producer, delivery_date: day.value, printer: id }, (answer) => `${many(answer.printeds.length, "étiquette", "étiquettes")} sur ${id}.`).catch(complain); }, { icon: "printer" })), button(say("cancel"), close))]);
}

/** @param {any} row */
const mailCell = (row) => h("td", null, row.mail ? mailPill(row.mail, row.name, read) : row.address ? "" : h("span.pill.wait", null, "sans adresse"));

/** @param {any} row */
async function link(row) {
  const { url } = await get(`producers/${encodeURIComponent(row.producer)}/link`);
  const field = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", value: url, readonly: true, "aria-label": "Lien privé" }));
  ask(`Page privée de ${row.name}`, (close) => [h("p", null, "Sans mot de passe, trois semaines. Donnez ce lien à la ferme seulement."), field,
    h("div.actions", null, h("a.button.primary", { href: url, target: "_blank", rel: "noopener" }, icon("eye"), "Ouvrir"),
      button("Fermer tous ses liens", () => { close(); void tell("RevokeLinks", { producer: row.producer }, () => "Ses anciens liens n’ouvrent plus rien.").catch(complain); }, { class: "danger" }), button(say("close"), close))]);
  field.select();
}

/** @param {any} row */
function sheetRow(row) {
  const version = row.version ? `version ${row.version}` : "projet";
  return h("tr", { "data-producer": row.producer },
    h("td", null, h("b", null, row.name), h("br"), h("span.muted", null, `${many(row.lines, "ligne", "lignes")}, ${many(row.customers, "client", "clients")}`)),
    labelsCell(row),
    h("td", null, h("a", { href: `/api/v1/documents/preparation-sheet/${encodeURIComponent(row.producer)}/${day.value}.pdf`, target: "_blank", rel: "noopener" }, version), " ", row.changed ? h("span.pill.wait", null, row.version ? "changée" : "à envoyer") : h("span.pill.ok", null, "à jour")),
    mailCell(row),
    h("td", null, h("div.field", null, row.changed ? button("Envoyer", () => void send(row.producer), { icon: "arrow-right" }) : null, button("Lien", () => void link(row).catch(complain), { icon: "copy" }))));
}

async function emergency() {
  const count = /** @type {HTMLInputElement} */ (h("input", { type: "number", min: "1", max: "200", value: "24", "aria-label": "Combien" }));
  const printers = await rolls();
  ask("Étiquettes de secours", (close) => [h("p", null, "À garder près de la balance : si l’imprimante s’arrête, scannez-en une et collez-la."), h("div.field", null, count),
    h("div.actions", null, button("Faire les feuilles", () => { close(); void blank(Number(count.value)).catch(complain); }, { class: "primary", id: "make-emergency" }),
      printers.map((id) => button(`Sur ${id}`, () => { close(); void printed("MakeEmergencyLabels", { count: Number(count.value) }, id); }, { icon: "printer" })), button(say("cancel"), close))]);
}

/** The label printers of the hub. @returns {Promise<string[]>} */
const rolls = async () => (await get("status")).devices.filter((/** @type {any} */ one) => one.kind === "printer").map((/** @type {any} */ one) => one.id);

/** Blank labels come out of a label printer, behind the crates' own. @param {string} type @param {any} data @param {string} printer */
const printed = (type, data, printer) => tell(type, { ...data, printer }, (made) => `${many(made.codes.length, "étiquette", "étiquettes")} sur ${printer}.`).catch(complain);

/** Tags that crates to give back bear for good. */
async function tags() {
  const [types, printers] = await Promise.all([get("crate-types"), rolls()]);
  const returned = types.items.filter((/** @type {any} */ one) => one.returnable);
  const kind = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": "Type de caisse" }, returned.map((/** @type {any} */ one) => h("option", { value: one.code }, one.name))));
  const count = /** @type {HTMLInputElement} */ (h("input", { type: "number", min: "1", max: "200", value: "10", "aria-label": "Combien" }));
  ask("Plaques de caisses consignées", (close) => [h("p", null, "Une plaque reste sur sa caisse : scannez-la à chaque retour."), h("div.field", null, kind, count),
    h("div.actions", null, printers.map((id) => button(`Sur ${id}`, () => { close(); void printed("MakeCrateTags", { crate_type: kind.value, count: Number(count.value) }, id); }, { icon: "printer", class: "primary" })), button(say("cancel"), close))]);
}

/** @param {number} count */
async function blank(count) {
  const answer = await tell("MakeEmergencyLabels", { count }, (made) => `${many(made.codes.length, "étiquette prête", "étiquettes prêtes")}.`);
  if (answer.outcome === "refused") return;
  const query = answer.codes.map((/** @type {string} */ code) => `code=${code}`).join("&");
  ask("Feuilles à imprimer", (close) => [h("div.actions", null, h("a.button.primary", { href: `/api/v1/documents/emergency-labels.pdf?${query}`, target: "_blank", rel: "noopener", id: "emergency-pdf" }, icon("file-pdf"), "Ouvrir"), button(say("close"), close))]);
}

/** A label tore: another code finds the crate from now on. */
function bind() {
  const crate = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", "aria-label": "Code de la caisse", placeholder: "Code de la caisse", autocomplete: "off" }));
  const code = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", "aria-label": "Code de l’étiquette de secours", placeholder: "Code de l’étiquette de secours", autocomplete: "off" }));
  ask("Lier une étiquette à une caisse", (close) => [h("div.stack", null, crate, code),
    h("div.actions", null, button("Lier", () => { close(); void tell("BindCode", { crate: crate.value.trim(), code: code.value.trim() }, () => "C’est lié.").catch(complain); }, { class: "primary" }), button(say("cancel"), close))]);
  crate.focus();
}

function draw() {
  const shown = JSON.stringify([day.value, sheets]);
  if (shown === drawn) return;
  drawn = shown;
  fill(rows, ...(sheets.length ? sheets.map(sheetRow) : [h("tr", null, h("td", { colspan: "5" }, "Pas de commande ce jour-là."))]));
}

/** What stood there is of another day: it goes at once. */
function changeDay() {
  drawn = "";
  sheets = [];
  fill(rows);
  return read();
}

async function read() {
  const date = day.value;
  const [found, mail] = await Promise.all([items(`preparation-sheets?date=${date}`), get("mail")]);
  if (date !== day.value) return; // another day was chosen meanwhile
  sheets = found;
  showLink(true);
  fill(mailSays, mail.problem ? `${mail.problem} ${many(mail.waiting, "mail attend", "mails attendent")}.` : "");
  draw();
}

header();
fill(main, h("section.card", null, h("div.headline", null, h("h2", null, "Ce que les fermes apportent"), day,
  h("span.push", null, button("Toutes les étiquettes", () => void makeAll().catch(complain), { icon: "barcode", id: "make-all" }), " ", h("a.button", { href: "/api/v1/documents/two-codes.pdf", target: "_blank", rel: "noopener", id: "two-codes" }, icon("file-pdf"), "Pourquoi deux codes"), " ", button("Envoyer ce qui a changé", () => void send(), { class: "primary", icon: "arrow-right", id: "send" }))), mailSays,
  h("div.scroll", { tabindex: "0" }, h("table", null, h("thead", null, h("tr", null, ["Ferme", "Étiquettes", "Feuille", "Courrier", ""].map((name) => h("th", null, name)))), rows))),
  h("section.card", null, h("div.headline", null, h("h2", null, "Quand une étiquette manque"), h("span.push", null, button("Étiquettes de secours", () => void emergency().catch(complain), { icon: "printer", id: "emergency" }), " ", button("Plaques de caisses", () => void tags().catch(complain), { icon: "printer", id: "tags" }), " ", button("Lier une étiquette", bind, { icon: "copy", id: "bind" })))));
read().catch(complain);
window.setInterval(() => void read().catch(() => showLink(false)), EVERY_MS);
