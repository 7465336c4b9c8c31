// Invoices: what is to be billed and what hinders it, what was issued, files for the books, statements of farms.
import { command, items } from "./api.js";
import { button, by, fill, h } from "./dom.js";
import { ask, complain, header, notice, showLink } from "./floor.js";
import { euros } from "./money.js";
import { send as tell } from "./told.js";
import { day, failureText, kilograms, quantity, refusalText, say, today } from "./words.js";

const office = ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
const shown = h("div.stack", { id: "invoices" });
const field = (/** @type {string} */ value) => /** @type {HTMLInputElement} */ (h("input", { type: "date", value, onchange: () => void read() }));
const since = field(`${today().slice(0, 8)}01`);
const until = field(today());
const span = () => `since=${since.value}&until=${until.value}`;

/** @param {string} type @param {any} data @param {string} done */
const send = (type, data, done) => tell(type, data, done, read);

/** A quantity that people must agree on. @param {any} one */
function agree(one) {
  const amount = /** @type {HTMLInputElement} */ (h("input", { type: "number", min: "0", step: one.unit === "kg" ? "0.001" : "1", required: true, inputmode: "decimal" }));
  const reason = /** @type {HTMLInputElement} */ (h("input", { type: "text", maxlength: "200", required: true, placeholder: "vu avec …" }));
  ask(`${one.name}, ${one.note}`, (close) => [
    h("p", null, `Commandé : ${one.ordered_milli ? quantity(one.ordered_milli, one.unit) : "—"}. Pesé : ${kilograms(one.net_g)} kg, non réglementé.`),
    h("form.field", { onsubmit: async (/** @type {Event} */ event) => { event.preventDefault(); const milli = Math.round(Number(amount.value) * 1000); if (await send("AgreeQuantity", { note: one.note, product: one.product, quantity_milli: milli, reason: reason.value }, "Quantité notée.")) close(); } },
      h("label.named", null, h("span", null, "Quantité convenue"), amount), h("label.named.long", null, h("span", null, "Comment"), reason), h("button.button.primary", { type: "submit" }, "Noter")),
    h("div.actions", null, button(say("cancel"), close))]);
}

/** @param {any} one */
function hindrance(one) {
  if (one.why === "price_missing") return h("li", null, `${one.name} : prix absent.`);
  return h("li", null, `${one.name} : quantité à accorder. `, office ? button("Accorder", () => agree(one)) : null);
}

/** @param {any} one */
function waiting(one) {
  return h("div.trouble", { "data-customer": one.customer }, h("div", null, h("b", null, one.name), h("span.muted", null, one.notes.join(", ")), one.waiting.length ? h("ul", null, one.waiting.map(hindrance)) : null),
    h("div.acts", null, h("span.tally", null, euros(one.net_cents)), office ? button("Facturer", () => void send("IssueInvoice", { customer: one.customer, since: since.value, until: until.value }, "Facture émise."), { disabled: one.waiting.length > 0 }) : null));
}

/** Invoice every customer whose goods are settled, in one touch; each is one command of its own. @param {any[]} ready */
async function issueAll(ready) {
  let done = 0;
  const hindered = [];
  for (const one of ready) {
    try {
      const answer = await command("IssueInvoice", { customer: one.customer, since: since.value, until: until.value });
      if (answer.outcome === "refused") hindered.push(`${one.name} : ${refusalText(answer.refusal)}`);
      else done += 1;
    } catch (error) {
      hindered.push(`${one.name} : ${failureText(error)}`);
      break; // the next ones would meet the same; they stay in the list
    }
  }
  await read();
  notice([`${done} ${done > 1 ? "factures émises" : "facture émise"} sur ${ready.length}.`, ...hindered].join(" "), hindered.length ? "stop" : "ok");
}

/** @param {any} one */
function credit(one) {
  const lines = one.lines.map((/** @type {any} */ line, /** @type {number} */ at) => h("label.named", null, h("span", null, `${line.product} (${quantity(line.quantity_milli, line.unit)})`), h("input", { type: "number", min: "0", step: line.unit === "kg" ? "0.001" : "1", name: String(at + 1), value: "0" })));
  ask(`Avoir sur ${one.id}`, (close) => [
    h("form.stack", { onsubmit: async (/** @type {Event} */ event) => { event.preventDefault(); const given = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target))); const taken = one.lines.map((/** @type {any} */ _, /** @type {number} */ at) => ({ line: at + 1, quantity_milli: Math.round(Number(given[String(at + 1)]) * 1000) })).filter((/** @type {any} */ line) => line.quantity_milli > 0); if (await send("IssueCredit", { invoice: one.id, lines: taken, reason: String(given.reason), bears: String(given.bears) }, "Avoir émis.")) close(); } },
      h("div.field", null, lines), h("label.named.long", null, h("span", null, "Raison"), h("input", { type: "text", name: "reason", maxlength: "200", required: true })),
      h("label.named", null, h("span", null, "Qui supporte la perte"), h("select", { name: "bears" }, h("option", { value: "hub" }, "La plateforme"), [...new Set(one.lines.map((/** @type {any} */ line) => line.producer))].map((code) => h("option", { value: code }, farms.find((farm) => farm.code === code)?.name ?? code)))),
      h("button.button.primary", { type: "submit" }, "Émettre l’avoir")),
    h("div.actions", null, button(say("cancel"), close))]);
}

/** @param {any} one */
function issued(one) {
  const paper = (/** @type {string} */ kind, /** @type {string} */ end, /** @type {string} */ text) => h("a.button", { href: `/api/v1/documents/${kind}/${encodeURIComponent(one.id)}.${end}`, target: "_blank", rel: "noopener" }, text);
  return h("div.trouble", { "data-invoice": one.id }, h("div", null, h("b", null, `${one.id} · ${one.customer_name}`), h("span.muted", null, `${day(one.issued_on)} · ${one.credits ? `avoir sur ${one.credits} : ${one.reason}` : one.notes.join(", ")}`)),
    h("div.acts", null, h("span.tally", null, `${one.credits ? "−" : ""}${euros(one.net_cents + one.vat_cents)}`), paper("invoice", "pdf", "PDF"), paper("ma-cantine", "csv", "ma cantine"), office && !one.credits ? button("Avoir", () => credit(one)) : null));
}

/** @type {any[]} */
let farms = [];

function files() {
  const month = since.value.slice(0, 7);
  const link = (/** @type {string} */ kind, /** @type {string} */ text) => h("a.button", { href: `/api/v1/documents/${kind}/${month}.csv` }, text);
  return h("section.card", null, h("h2", null, "Fichiers du mois"), h("div.acts", null, link("books", "Écritures comptables"), link("invoice-lines", "Lignes de facture")),
    h("h3", null, "Relevés des fermes"), h("div.acts", null, farms.map((farm) => h("a.button", { href: `/api/v1/documents/statement/${farm.code}.pdf?${span()}`, target: "_blank", rel: "noopener" }, farm.name))));
}

async function read() {
  try {
    const [open, done] = await Promise.all([items(`invoices/to-issue?${span()}`), items("invoices")]);
    showLink(true);
    const ready = open.filter((one) => !one.waiting.length);
    fill(shown, h("section.card", null, h("div.headline", null, h("h2", null, "À facturer"), office && ready.length > 1 ? h("span.push", null, button(`Tout facturer (${ready.length})`, () => void issueAll(ready), { class: "primary", id: "issue-all" })) : null), open.length ? open.map(waiting) : h("p.muted", null, "Tout est facturé sur ces jours.")),
      h("section.card", null, h("h2", null, "Factures et avoirs"), done.length ? done.map(issued) : h("p.muted", null, "Aucune facture.")), files());
  } catch (error) {
    showLink(false);
    complain(error);
  }
}

header();
fill(by("main"), h("div.field.noprint", null, h("label.named", null, h("span", null, "Du"), since), h("label.named", null, h("span", null, "Au"), until)), shown);
items("producers").then((found) => { farms = found; return read(); }).catch(complain);
