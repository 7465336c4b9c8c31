// Farms' documents and weekly limits: green, amber, red; a new date noted by keys alone.
import { items } from "./api.js";
import { by, fill, h } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { send } from "./told.js";
import { day, kilograms, say } from "./words.js";

const KINDS = ["charter", "organic", "insurance", "approval", "derogation"];
const STANDINGS = { ended: ["bad", "fini"], soon: ["wait", "bientôt fini"], good: ["ok", "bon"], unknown: ["", "sans date"] };
const AFTERS = { warn: "on prévient", incomplete: "les caisses attendent", refuse: "on ne reçoit plus", "": "rien n’est dit bio" };
const office = ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
const shown = h("div.stack", { id: "charter" });

/** @param {string} standing */
const pill = (standing) => { const [look, text] = STANDINGS[/** @type {keyof typeof STANDINGS} */ (standing)] ?? STANDINGS.unknown; return h("span.pill", { class: look }, text); };

/** @param {any} one */
const row = (one) => h("tr", { "data-document": one.document, "data-standing": one.standing }, h("td", null, h("b", null, say(`document_${one.document}`))), h("td", null, one.reference || "—"), h("td", null, one.until ? day(one.until) : "—"), h("td", null, pill(one.standing)), h("td", null, one.standing === "ended" ? AFTERS[/** @type {keyof typeof AFTERS} */ (one.after)] : ""));

/** @param {any} one */
const limit = (one) => h("p", { "data-limit": one.limit }, `Cette semaine, ${one.name} : ${one.litres ? `${kilograms(one.brought, 1)} l sur ${kilograms(one.most, 0)} l` : `${kilograms(one.brought, 1)} kg sur ${kilograms(one.most, 0)} kg`} `, h("span.pill", { class: one.percent > 100 ? "bad" : one.percent >= 80 ? "wait" : "ok" }, `${one.percent} %`));

/** @param {any} farm */
function noting(farm) {
  const under = h("label.named", { hidden: true }, h("span", null, "Part de la production"), h("select", { name: "under" }, h("option", { value: "yes" }, "moins de 30 %"), h("option", { value: "no" }, "30 % ou plus")));
  const kind = /** @type {HTMLSelectElement} */ (h("select", { name: "document", onchange: () => prefill() }, KINDS.map((one) => h("option", { value: one }, say(`document_${one}`)))));
  const reference = /** @type {HTMLInputElement} */ (h("input", { type: "text", name: "reference", maxlength: "80" }));
  const until = /** @type {HTMLInputElement} */ (h("input", { type: "date", name: "until" }));
  function prefill() {
    const now = farm.documents.find((/** @type {any} */ one) => one.document === kind.value);
    reference.value = now?.reference ?? "";
    until.value = now?.until ?? "";
    under.toggleAttribute("hidden", kind.value !== "derogation");
  }
  prefill();
  return h("details", null, h("summary", null, "Noter un document"), h("form.field", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); const said = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target))); void note({ producer: farm.producer, document: said.document, reference: said.reference, until: said.until || null, under_30_percent: said.under !== "no" }); } },
    h("label.named", null, h("span", null, "Document"), kind), h("label.named", null, h("span", null, "Numéro ou organisme"), reference), h("label.named", null, h("span", null, "Dernier jour bon"), until), under, h("button.button.primary", { type: "submit" }, "Noter")));
}

/** @param {any} data */
const note = (data) => send("RegisterDocument", data, "Document noté.", read);

/** @param {any} farm */
const card = (farm) => h("section.card", { "data-producer": farm.producer, "data-standing": farm.standing }, h("h2", null, `${farm.name} `, pill(farm.standing)),
  h("div.scroll", { tabindex: "0", role: "region", "aria-label": `Documents de ${farm.name}` }, h("table", null, h("thead", null, h("tr", null, ["Document", "Numéro", "Jusqu’au", "État", "Après"].map((text) => h("th", { scope: "col" }, text)))), h("tbody", null, farm.documents.map(row)))),
  farm.limits.map(limit), office ? noting(farm) : null);

async function read() {
  try {
    const farms = await items("charter");
    const look = farms.filter((one) => ["ended", "soon"].includes(one.standing)).length;
    showLink(true);
    fill(shown, h("p", { id: "look" }, look ? `${look} à regarder sur ${farms.length}.` : "Tout est bon, ou sans date."), ...farms.map(card));
  } catch (error) {
    showLink(false);
    complain(error);
  }
}

header();
fill(by("main"), shown);
void read();
