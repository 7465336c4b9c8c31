// Import a file: what it would change is shown first; nothing is applied before a person says so.
import { command, get, items, patiently, upload } from "./api.js";
import { about, catalogue } from "./catalogue.js";
import { button, by, fill, h, icon, refill } from "./dom.js";
import { ask, complain, header, notice, showLink } from "./floor.js";
import { diffCard, problemsCard } from "./import_views.js";
import { told } from "./told.js";
import { day as inFrench, say, today } from "./words.js";

const INBOX_MS = 5000; // a dropped file is shown soon; two looks tell that it stands still
const KINDS = { orders: "Commandes", producers: "Producteurs", products: "Produits", customers: "Clients", "crate-types": "Types de caisse", rounds: "Tournées", vehicles: "Véhicules", distances: "Trajets" };
/** The order files that are understood; the same names as station/importing/presets. */
export const PRESETS = { hub: "Bon de commande du MIL (CSV)", "ofn-customer-totals": "Open Food Network, totaux par client (CSV ou JSON)", camap: "CAMAP, export des commandes (CSV)" };

/** @param {Record<string, string>} names @param {string} label */
const choice = (names, label) => /** @type {HTMLSelectElement} */ (h("select", { "aria-label": label }, Object.entries(names).map(([value, text]) => h("option", { value }, text))));
const kind = choice(KINDS, "Ce que contient le fichier");
kind.value = new URLSearchParams(location.search).get("kind") ?? "orders";
const preset = choice(PRESETS, "Programme d’origine");
const day = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(1), "aria-label": "Jour de livraison" }));
const file = /** @type {HTMLInputElement} */ (h("input.long", { type: "file", accept: ".csv,.json,.txt", "aria-label": "Fichier" }));
const since = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(-7), "aria-label": "Commandes passées depuis le" }));
const until = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(1), "aria-label": "Jusqu’avant le" }));
const cycle = /** @type {HTMLInputElement} */ (h("input", { type: "text", inputmode: "numeric", maxlength: "12", "aria-label": "Numéro du cycle de vente" }));
const pullFields = h("div.field", { id: "pull", hidden: true }, h("label.named", null, h("span", null, "Commandes passées depuis le"), since), h("label.named", null, h("span", null, "Jusqu’avant le"), until), h("label.named", null, h("span", null, "N° du cycle (vide : tous)"), cycle));
const PULL = "ofn-api";
const pulled = () => kind.value === "orders" && preset.value === PULL;
const cancel = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "confirm-cancellations" }));
const keepGood = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "keep-good" }));
const ordersOnly = h("div.field", null, h("label.named", null, h("span", null, "Programme d’origine"), preset), h("label.named", null, h("span", null, "Jour de livraison"), day));
/** The file of the folder that is looked at instead of one from this computer. @type {any} */
let dropped = null;
let digest = "";
const waiting = h("div", { id: "inbox" });
const result = h("div.stack", { id: "result", "aria-live": "polite" });

/** @param {boolean} dryRun */
function form(dryRun) {
  const sent = new FormData();
  const chosen = file.files?.[0];
  if (chosen) sent.append("file", chosen);
  if (kind.value === "orders") {
    sent.append("preset", preset.value);
    if (day.value) sent.append("delivery_date", day.value);
  }
  if (dryRun) sent.append("dry_run", "1");
  if (!dryRun && cancel.checked) sent.append("confirm_cancellations", "1");
  if (!dryRun && keepGood.checked) sent.append("keep_good", "1");
  return sent;
}

/** Ask the station to fetch the report and compare it. @param {boolean} dryRun */
const pull = (dryRun) => patiently("/api/v1/orders/pull", { delivery_date: day.value, since: since.value, until: until.value, order_cycle: cycle.value.trim(), dry_run: dryRun, confirm_cancellations: !dryRun && cancel.checked });

/** Compare, apply or refuse a file of the folder; only the bytes that were seen are applied. @param {boolean} dryRun @param {string} [refuse] */
const drop = (dryRun, refuse) => patiently("/api/v1/inbox", { file: dropped.id, preset: preset.value, delivery_date: dropped.day ?? (day.value || null), dry_run: dryRun, confirm_cancellations: !dryRun && cancel.checked, digest: dryRun ? null : digest, refuse: refuse ?? null });

async function readInbox() {
  const found = await items("inbox");
  refill(waiting, found, () => [found.length ? h("section.card", null, h("h2", null, "Fichiers déposés"), found.map((one) => h("div.trouble", { "data-inbox": one.id }, h("div", null, h("b", null, one.name), h("span.muted", null, [one.still ? "" : "en cours de copie…", one.day ? `livraison du ${inFrench(one.day)}` : "livraison : le jour choisi ci-dessus"].filter(Boolean).join(" · "))),
    h("div.acts", null, button("Voir ce qui change", () => { forget(); dropped = one; void send(true); }, { icon: "magnifying-glass", disabled: !one.still }), button("Refuser", () => refuseDropped(one), { icon: "x", disabled: !one.still }))))) : null]);
}

/** @param {any} one */
function refuseDropped(one) {
  const reason = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", maxlength: "200", value: "déjà reçu autrement", required: true, "aria-label": "Raison" }));
  const refuse = async () => { forget(); dropped = one; await drop(true, reason.value); forget(); notice("Refusé. Il est rangé dans « refused ».", "ok"); await readInbox(); };
  ask(`Refuser le fichier ${one.name} ?`, (close) => [h("form.stack", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); close(); void refuse().catch(complain); } },
    h("label.named.long", null, h("span", null, "Raison"), reason), h("div.actions", null, h("button.button.danger", { type: "submit" }, "Refuser"), button(say("cancel"), close)))]);
}

/** @param {boolean} dryRun */
async function send(dryRun) {
  if (!dropped && !pulled() && !file.files?.length) return notice("Choisissez d’abord un fichier.", "stop");
  try {
    const report = dropped ? await drop(dryRun) : pulled() ? await pull(dryRun) : await upload(`/api/v1/imports/${kind.value}`, form(dryRun));
    showLink(true);
    digest = report.digest ?? "";
    if (dropped && report.applied) void readInbox().catch(complain);
    if (dryRun) {
      cancel.checked = false;
      keepGood.checked = false;
    }
    show(report);
    const late = [...report.added, ...report.changed].filter((/** @type {any} */ row) => row.late).length;
    if (report.applied) notice(late ? `C’est fait. ${late} après l’heure limite : voir Commandes.` : "C’est fait. Le fichier est appliqué.", late ? "wait" : "ok");
    else if (!dryRun) notice("Rien n’a été appliqué. Regardez les problèmes.", "stop");
  } catch (error) {
    complain(error);
  }
}

/** One touch says what a name of the file means, for this file and the next ones. @param {any} problem @param {string} code */
async function tie(problem, code) {
  try {
    const answer = await command("RegisterAlias", { kind: problem.code === "unknown_customer" ? "customer" : "product", name: problem.alias, code });
    if (!told(answer, `« ${problem.alias} » est noté : ${about("customers", code)?.name ?? about("products", code)?.name ?? code}.`)) return;
    await send(true);
  } catch (error) {
    complain(error);
  }
}

/** @param {any} report */
function show(report) {
  const blocking = report.problems.some((/** @type {any} */ one) => one.blocks);
  const changes = report.added.length + report.changed.length + report.cancelled.length;
  const apply = button("Appliquer", () => void send(false), { class: "primary", icon: "check-fat", id: "apply" });
  const allow = () => apply.toggleAttribute("disabled", (blocking && !keepGood.checked) || (report.added.length + report.changed.length === 0 && !cancel.checked));
  keepGood.onchange = allow;
  cancel.onchange = allow;
  allow();
  fill(result, problemsCard(report.problems, kind.value, (problem, code) => void tie(problem, code)), diffCard(report, kind.value),
    report.applied ? null : h("section.card.stack", { id: "decide" },
      blocking && changes && !pulled() && !dropped ? h("label.tick", null, keepGood, h("span", null, "Prendre seulement les lignes bonnes")) : null,
      report.cancelled.length ? h("label.tick", null, cancel, h("span", null, `Annuler aussi ${report.cancelled.length} ${report.cancelled.length === 1 ? "ligne absente" : "lignes absentes"} du fichier`)) : null,
      changes ? h("div.actions", null, apply) : h("p", null, h("b", null, blocking ? "Aucune ligne bonne encore." : "Ce fichier ne change rien."))));
}

/** Another file or another kind: what was compared no longer holds. */
function forget() {
  dropped = null;
  ordersOnly.hidden = kind.value !== "orders";
  pullFields.hidden = !pulled();
  file.disabled = pulled();
  fill(result);
}

header();
forget();
for (const field of [kind, preset, day, file, since, until, cycle]) field.addEventListener("change", forget);
fill(by("main"), h("form.card.stack", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); dropped = null; void send(true); } },
  h("h2", null, "Un fichier à importer"), h("div.field", null, h("label.named", null, h("span", null, "Contenu"), kind), h("label.named.long", null, h("span", null, "Fichier"), file)), ordersOnly, pullFields, h("p.muted", null, "Un fichier d’un autre programme ? ", h("a", { href: "/mappings" }, "Dites une fois ce que contient chaque colonne.")),
  h("div.actions", null, h("button.button.primary", { type: "submit", id: "compare" }, icon("magnifying-glass"), "Voir ce qui change"))), waiting, result);
void readInbox().catch(complain);
window.setInterval(() => { if (!document.hidden) void readInbox().catch(() => null); }, INBOX_MS);
Promise.all(["products", "customers", "producers"].map(catalogue)).then(() => showLink(true), complain);
Promise.all([items("order-mappings"), get("order-sources")]).then(([mappings, sources]) => {
  for (const one of mappings) preset.append(h("option", { value: one.name }, `${one.name} (modèle enregistré)`));
  if (sources.ofn) preset.append(h("option", { value: PULL }, "Open Food Network, chercher maintenant"));
}, complain);
