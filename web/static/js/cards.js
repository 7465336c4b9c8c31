// Cards to print and scan: producers, products, crate types, zones, rounds, customers, badges.
import { command, items } from "./api.js";
import { crateTypePicture, customerPicture, productPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon } from "./dom.js";
import { ask, complain, header, showLink } from "./floor.js";
import { told } from "./told.js";
import { clock, say } from "./words.js";

const MOST_TAGS = 48; // six sheets of eight: their codes fit into one address

/** @type {Record<string, string>} */
const ACTION_SIGNS = { "void-last": "arrow-counter-clockwise", "reprint-last": "printer", "close-intake": "check" };
/** @type {Record<string, string>} */
const ACTION_WORDS = { "void-last": "undo_last", "reprint-last": "reprint", "close-intake": "close_intake" };
/** @type {Record<string, {text: string, picture: (row: any) => Node}>} */
const KINDS = {
  producers: { text: "Producteurs", picture: () => food("man-farmer") },
  products: { text: "Produits", picture: (row) => food(productPicture(row)) },
  "crate-types": { text: "Types de caisse", picture: (row) => food(crateTypePicture(row)) },
  zones: { text: "Zones", picture: () => food("porte") },
  rounds: { text: "Tournées", picture: () => food("tournee") },
  customers: { text: "Clients", picture: (row) => food(customerPicture(row)) },
  operators: { text: "Badges", picture: () => icon("identification-badge") },
  actions: { text: "Gestes", picture: (row) => icon(ACTION_SIGNS[row.code] ?? "lightning") },
};
const list = h("div.cards");

/** @param {string} kind @param {any} row */
function card(kind, row) {
  const name = ACTION_WORDS[row.code] ? say(ACTION_WORDS[row.code]) : row.name ?? row.round ?? row.code ?? row.id;
  const more = kind === "rounds" ? [row.vehicle, clock(row.depart_at)].filter(Boolean).join(" · ") : ACTION_WORDS[row.code] ? "" : row.code ?? "";
  return h("section.printcard", null, KINDS[kind].picture(row), h("img", { src: `/api/v1/cards/${encodeURIComponent(row.card)}/symbol.png`, alt: "", loading: "lazy" }), h("div", null, h("b", null, name), h("span.muted", null, more)), h("code", null, row.card));
}

/** @param {string} kind */
async function show(kind) {
  document.querySelectorAll("[data-kind]").forEach((tab) => tab.classList.toggle("primary", tab.getAttribute("data-kind") === kind));
  sheet.setAttribute("href", `/api/v1/cards.pdf?kind=${kind}`);
  tags.hidden = kind !== "crate-types";
  const rows = await items(kind);
  showLink(true);
  fill(list, ...rows.filter((row) => row.card).map((row) => card(kind, row)));
}

const sheet = h("a.button.primary", { target: "_blank", rel: "noopener", id: "sheet" }, icon("file-pdf"), "Feuilles A4");

/** Tags that crates of one type bear for good: so many codes are given out once, then drawn. */
async function askTags() {
  const types = (await items("crate-types")).filter((one) => one.returnable);
  const type = /** @type {HTMLSelectElement} */ (h("select", null, types.map((one) => h("option", { value: one.code }, one.name))));
  const count = /** @type {HTMLInputElement} */ (h("input", { type: "number", min: "1", max: String(MOST_TAGS), value: "8" }));
  ask("Plaques pour des caisses à rendre", (close) => [
    h("p", null, types.length ? "Chaque caisse garde son numéro. Il n’est donné qu’une fois." : "Aucun type de caisse n’est à rendre. Changez sa fiche d’abord."),
    h("div.filters", null, h("label.named", null, h("span", null, "Type de caisse"), type), h("label.named", null, h("span", null, `Nombre (${MOST_TAGS} au plus)`), count)),
    h("div.actions", null, button("Faire les plaques", () => { close(); void makeTags(type.value, Number(count.value)).catch(complain); }, { class: "primary", id: "make-tags", disabled: !types.length }), button(say("cancel"), close))]);
}

/** @param {string} type @param {number} count */
async function makeTags(type, count) {
  const answer = await command("MakeCrateTags", { crate_type: type, count: Math.min(count, MOST_TAGS) });
  if (!told(answer)) return null;
  const query = answer.codes.map((/** @type {string} */ code) => `code=${encodeURIComponent(code)}`).join("&");
  return ask("Plaques à imprimer", (close) => [h("div.actions", null, h("a.button.primary", { href: `/api/v1/documents/crate-tags/${encodeURIComponent(type)}.pdf?${query}`, target: "_blank", rel: "noopener", id: "tags-pdf" }, icon("file-pdf"), "Ouvrir"), button(say("close"), close))]);
}

const tags = button("Plaques", () => void askTags().catch(complain), { icon: "barcode", id: "tags" });
const twoCodes = h("a.button", { href: "/api/v1/documents/two-codes.pdf", target: "_blank", rel: "noopener", id: "two-codes" }, icon("file-pdf"), "Pourquoi deux codes");

header();
const tabs = Object.entries(KINDS).map(([kind, { text }]) => { const tab = button(text, () => void show(kind).catch(complain)); tab.dataset.kind = kind; return tab; });
fill(by("main"), h("div.headline.noprint", null, h("div.actions", null, tabs), h("span.push", null, tags, twoCodes, sheet)), list);
show("producers").catch(complain);
