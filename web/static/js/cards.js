// Cards to print and scan: producers, products, crate types, zones, rounds, customers, badges.
import { items } from "./api.js";
import { crateTypePicture, customerPicture, productPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { clock, say } from "./words.js";

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
  const rows = await items(kind);
  showLink(true);
  fill(list, ...rows.filter((row) => row.card).map((row) => card(kind, row)));
}

const sheet = h("a.button", { target: "_blank", rel: "noopener", id: "sheet" }, icon("file-pdf"), "Feuilles A4");

header();
const tabs = Object.entries(KINDS).map(([kind, { text }]) => { const tab = button(text, () => void show(kind).catch(complain)); tab.dataset.kind = kind; return tab; });
fill(by("main"), h("div.headline.noprint", null, h("div.actions", null, tabs), h("span.push", null, sheet, button("Imprimer", () => window.print(), { icon: "printer" }))), list);
show("producers").catch(complain);
