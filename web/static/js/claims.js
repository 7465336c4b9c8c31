// Claims: opened by telephone here, by drivers or from a note's link elsewhere; shown with their weighings and settled.
import { items } from "./api.js";
import { button, by, fill, h } from "./dom.js";
import { ask, complain, header, showLink } from "./floor.js";
import { send as tell } from "./told.js";
import { amount, clock, day, kilograms, localDay, quantity, say } from "./words.js";

const KINDS = { short: "manque", damaged: "abîmé", quality: "qualité" };
const SOURCES = { note: "par le lien du bon", driver: "par le chauffeur", telephone: "par téléphone" };
const office = ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
const shown = h("div.stack", { id: "claims" });

/** @param {string} type @param {any} data @param {string} done */
const send = (type, data, done) => tell(type, data, done, read);

/** @param {any} one */
function weighing(one) {
  return h("li", null, `${day(localDay(one.at))} à ${clock(one.at)} : ${kilograms(one.gross_g, 3)} kg moins ${kilograms(one.tare_g, 3)} kg, ${one.scale || "saisi à la main"}${one.alibi ? `, n° ${one.alibi}` : ", non réglementé"}. `, one.raw_hex ? h("code", null, one.raw_hex) : null);
}

/** @param {any} one */
function settle(one) {
  const step = one.unit === "kg" ? "0.001" : "1";
  ask(`${one.product_name}, ${one.customer_name}`, (close) => [
    h("form.stack", { onsubmit: async (/** @type {Event} */ event) => { event.preventDefault(); const given = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target))); if (await send("SettleClaim", { claim: one.id, quantity_milli: Math.round(Number(given.quantity) * 1000), reason: String(given.reason), bears: String(given.bears) }, "Réclamation réglée.")) close(); } },
      h("label.named", null, h("span", null, "Quantité reprise (0 : rien)"), h("input", { type: "number", name: "quantity", min: "0", step, required: true, value: String(one.quantity_milli / 1000) })),
      h("label.named", null, h("span", null, "Qui supporte la perte"), h("select", { name: "bears" }, h("option", { value: "hub" }, "La plateforme"), h("option", { value: one.producer }, one.producer_name))),
      h("label.named.long", null, h("span", null, "Raison"), h("input", { type: "text", name: "reason", maxlength: "200", required: true })),
      h("button.button.primary", { type: "submit" }, "Régler")),
    h("div.actions", null, button(say("cancel"), close))]);
}

/** @param {any} one */
function claim(one) {
  const said = { net_g: one.unit === "kg" ? one.quantity_milli : null, count: one.unit === "kg" ? null : one.quantity_milli / 1000 };
  return h("section.card", { "data-claim": one.id, "data-state": one.state }, h("h2", null, `${one.product_name} · ${KINDS[/** @type {keyof typeof KINDS} */ (one.kind)] ?? one.kind}`),
    h("p", null, h("b", null, one.customer_name), ` · ${one.note} · ${SOURCES[/** @type {keyof typeof SOURCES} */ (one.source)] ?? ""} le ${day(localDay(one.opened_at))}`),
    one.words ? h("p", null, `« ${one.words} »`) : null, one.contact ? h("p", null, `À joindre : ${one.contact}`) : null, photos(one),
    h("p", null, `Livré : ${amount({ net_g: one.delivered_g, count: one.delivered_count }, one.unit)}. Réclamé : ${one.quantity_milli ? amount(said, one.unit) : "non chiffré"}. ${one.producer_name}, ${one.lots.join(", ")}.`),
    one.weighings.length ? h("details", null, h("summary", null, "Pesées"), h("ul", null, one.weighings.map(weighing))) : h("p.muted", null, "Compté, sans pesée."),
    one.state === "open" ? (office ? h("div.acts", null, seen(one), button("Régler", () => settle(one), { class: "primary" })) : null)
      : h("p.muted", null, `Réglée : ${one.settled_milli ? `${quantity(one.settled_milli, one.unit)} repris, supporté par ${one.bears === "hub" ? "la plateforme" : one.producer_name}` : "rien de repris"}. ${one.reason}${one.credit ? ` Avoir ${one.credit}.` : ""}`));
}

const ABOUT = { unsigned: "déposé sans signature", refused: "caisse refusée", damaged: "abîmé" };

/** The customer's pictures, and the driver's of the same stop. @param {any} one */
function photos(one) {
  if (!one.photos.length) return null;
  if (!office) return h("p.muted", null, `${one.photos.length} ${one.photos.length === 1 ? "photo" : "photos"}, pour la coordination.`);
  return h("div.photos", null, one.photos.map((/** @type {any} */ photo) => h("figure", { "data-photo": photo.id },
    h("a", { href: address(photo), target: "_blank", rel: "noopener" }, h("img", { src: address(photo), alt: caption(photo), loading: "lazy" })), h("figcaption", null, caption(photo)), button("Effacer", () => erase(photo)))));
}

/** @param {any} photo */
const address = (photo) => `/api/v1/photos/${encodeURIComponent(photo.id)}.jpg`;
/** @param {any} photo */
const caption = (photo) => `Photo ${photo.from === "driver" ? `du chauffeur, ${ABOUT[/** @type {keyof typeof ABOUT} */ (photo.about)] ?? ""}` : "du client"}, le ${day(localDay(photo.kept_at))} à ${clock(photo.kept_at)}`;

/** @param {any} photo */
function erase(photo) {
  const type = photo.from === "driver" ? "EraseDeliveryPhotograph" : "EraseClaimPhotograph";
  ask("Effacer cette photo pour toujours ?", (close) => [
    h("form.stack", { onsubmit: async (/** @type {Event} */ event) => { event.preventDefault(); const given = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target))); if (await send(type, { photo: photo.id, reason: String(given.reason) }, "Photo effacée.")) close(); } },
      h("label.named.long", null, h("span", null, "Raison"), h("input", { type: "text", name: "reason", maxlength: "200", required: true })), h("button.button.danger", { type: "submit" }, "Effacer")),
    h("div.actions", null, button(say("cancel"), close))]);
}

/** Who has seen a claim; a customer who opens the note's link reads this name. @param {any} one */
function seen(one) {
  if (one.seen_at) return h("p.muted", null, `Vue${one.seen_by_name ? ` par ${one.seen_by_name}` : ""} le ${day(localDay(one.seen_at))} à ${clock(one.seen_at)}.`);
  return one.state === "open" && office ? button("J’ai vu", () => void send("SeeClaim", { claim: one.id }, "Le client peut lire qui l’a vue.")) : null;
}

/** A claim taken down on the telephone. @param {any[]} notes */
function taking(notes) {
  const note = /** @type {HTMLSelectElement} */ (h("select", { name: "note", required: true }, h("option", { value: "" }, "Choisir…"), notes.map((one) => h("option", { value: one.id }, `${one.id} · ${one.customer_name ?? one.customer} · ${day(one.date)}`))));
  const product = /** @type {HTMLSelectElement} */ (h("select", { name: "product", required: true }));
  note.addEventListener("change", () => fill(product, ...(notes.find((one) => one.id === note.value)?.lines ?? []).filter((/** @type {any} */ line) => line.crates.length).map((/** @type {any} */ line) => h("option", { value: line.product }, line.product))));
  return h("details", null, h("summary", null, "Noter une réclamation par téléphone"), h("form.field", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); const given = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target))); void send("OpenClaim", { note: given.note, product: given.product, kind: given.kind, quantity_milli: Math.round(Number(given.quantity) * 1000), words: given.words, source: "telephone" }, "Réclamation notée."); } },
    h("label.named.long", null, h("span", null, "Bon de livraison"), note), h("label.named", null, h("span", null, "Produit"), product),
    h("label.named", null, h("span", null, "Quoi"), h("select", { name: "kind" }, Object.entries(KINDS).map(([code, text]) => h("option", { value: code }, text)))),
    h("label.named", null, h("span", null, "Combien (0 : non chiffré)"), h("input", { type: "number", name: "quantity", min: "0", step: "0.001", value: "0", required: true })),
    h("label.named.long", null, h("span", null, "Ce que dit le client"), h("input", { type: "text", name: "words", maxlength: "500" })), h("button.button.primary", { type: "submit" }, "Noter")));
}

async function read() {
  try {
    const [found, notes] = await Promise.all([items("claims"), office ? items("delivery-notes") : Promise.resolve([])]);
    showLink(true);
    const open = found.filter((one) => one.state === "open");
    fill(shown, h("h2", null, open.length ? `${open.length} à régler` : "Rien à régler."), ...open.map(claim), office ? h("section.card", null, taking(notes.slice().reverse())) : null, ...found.filter((one) => one.state !== "open").map(claim));
  } catch (error) {
    showLink(false);
    complain(error);
  }
}

header();
fill(by("main"), shown);
void read();
