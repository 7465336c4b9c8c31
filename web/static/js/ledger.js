// Search the ledger: each event as a sentence, its raw text on demand, older ones page by page.
import { get } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { listen } from "./wedge.js";
import { clock, day, localDay } from "./words.js";

const PAGE = 50;
const FILTERS = ["code", "type", "day", "post", "operator", "stream"];
const main = by("main");
const list = h("div.events", { id: "events" });
const more = h("div", { id: "more", "aria-live": "polite" });
/** @type {Record<string, HTMLInputElement | HTMLSelectElement>} */
const fields = {};

/** @param {string} text @param {HTMLElement} field */
const named = (text, field) => h("label.named", null, h("span", null, text), field);

/** @param {string} name @param {string} text @param {{value: string, text: string}[]} options */
function choice(name, text, options) {
  fields[name] = /** @type {HTMLSelectElement} */ (h("select", { name }, h("option", { value: "" }, "Tous"), options.map((one) => h("option", { value: one.value }, one.text))));
  return named(text, fields[name]);
}

/** @param {string} name @param {string} text @param {string} type */
function typed(name, text, type) {
  fields[name] = /** @type {HTMLInputElement} */ (h("input", { name, type, autocomplete: "off" }));
  return named(text, fields[name]);
}

/** @param {any} event */
function row(event) {
  const who = event.operator_name || event.sender;
  return h("article.event", { class: event.type === "CommandRefused" ? "refused" : "", "data-seq": event.seq },
    h("span.when", null, day(localDay(event.recorded_at)), h("br"), clock(event.recorded_at)),
    h("div", null, h("p.text", null, event.say), h("span.by", null, [who, event.post].filter(Boolean).join(" · "))),
    h("span.by.numbers", null, `n° ${event.seq}`),
    h("details", null, h("summary", null, event.type), h("pre", null, JSON.stringify(event.data, null, 2)), h("p.by", null, [event.stream, event.clock === "unsure" ? "heure incertaine" : "", event.command_id].filter(Boolean).join(" · "))));
}

/** @param {string} before */
function question(before) {
  const asked = new URLSearchParams({ limit: String(PAGE) });
  for (const name of FILTERS) if (fields[name].value.trim()) asked.set(name, fields[name].value.trim());
  history.replaceState(null, "", `/ledger?${new URLSearchParams([...asked].filter(([name]) => name !== "limit"))}`);
  if (before) asked.set("before", before);
  return `ledger?${asked}`;
}

/** @param {string} [before] the seq before which to go on */
async function search(before = "") {
  try {
    const found = await get(question(before));
    showLink(true);
    if (!before) fill(list);
    list.append(...found.items.map(row));
    const nothing = list.children.length === 0;
    fill(more, found.next ? button(nothing ? "Rien ici. Chercher plus loin" : "Plus anciens", () => void search(found.next), { icon: "arrow-down", id: "older" }) : h("p.muted", null, nothing ? "Aucun évènement ne correspond." : "Début du registre."));
  } catch (error) {
    complain(error);
  }
}

async function begin() {
  header();
  const known = await get("ledger/choices");
  fill(main,
    h("form.card", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void search(); } },
      h("div.filters", null, typed("code", "Code : caisse, lot, bon…", "search"), typed("day", "Jour", "date"),
        choice("type", "Évènement", known.types.map((/** @type {any} */ one) => ({ value: one.code, text: one.name }))),
        choice("post", "Poste", known.posts.map((/** @type {string} */ one) => ({ value: one, text: one }))),
        choice("operator", "Personne", known.operators.map((/** @type {any} */ one) => ({ value: one.code, text: one.name }))),
        typed("stream", "Fil", "text"),
        h("div.actions", null, h("button.button.primary", { type: "submit", id: "search" }, icon("magnifying-glass"), "Chercher")))),
    h("section.card", { "aria-label": "Évènements" }, list, more));
  for (const [name, value] of new URLSearchParams(location.search)) if (fields[name]) fields[name].value = value;
  listen((code) => { fields.code.value = code; void search(); });
  await search();
}

begin().catch(complain);
