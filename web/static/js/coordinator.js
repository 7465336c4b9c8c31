// The coordinator's page: what needs a decision first, then the day's numbers, rounds and orders.
import { command, get, items } from "./api.js";
import { roundName } from "./board_view.js";
import { catalogue } from "./catalogue.js";
import { question } from "./depart.js";
import { button, by, fill, h, icon } from "./dom.js";
import { ask, complain, header, notice, showLink } from "./floor.js";
import { byOrder, ordersCard } from "./orders_card.js";
import { clock, kilograms, localDay, say, spoken, today } from "./words.js";

const EVERY_MS = 5000;
const SHOWN = 4; // of one kind; the others are unfolded
const GRAVE = new Set(["blocked_lot_gone", "zone_too_warm", "loaded_twice", "duplicate_id"]);
const main = by("main");
/** @type {any[]} */
let exceptions = [];
/** @type {any[]} */
let rounds = [];
/** @type {any[]} */
let intakes = [];
/** @type {any[]} */
let orders = [];
let drawn = "";
/** The orders someone unfolded. @type {Set<string>} */
const unfolded = new Set();
const dayField = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(), "aria-label": "Jour de livraison", onchange: () => void read() }));

/** @param {string} text @param {number | string} value */
const figure = (text, value) => h("div.figure-card", null, h("b", null, value), h("span.muted", null, text));

/** @param {any} answer @param {string} done */
function told(answer, done) {
  if (answer.outcome === "refused") notice([spoken(answer.refusal.say), spoken(answer.refusal.remedy)].filter(Boolean).join(" "), "stop");
  else notice(done, "ok");
}

/** @param {any} trouble */
function settle(trouble) {
  const note = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", maxlength: "200", placeholder: "Ce qui a été fait", "aria-label": "Ce qui a été fait" }));
  ask(trouble.title, (close) => [h("p", null, trouble.detail), h("div.field", null, note), h("div.actions", null,
    button("C’est réglé", () => { close(); void command("SettleException", { exception: trouble.id, note: note.value || "réglé" }).then((answer) => { told(answer, "C’est noté."); return read(); }).catch(complain); }, { class: "primary" }),
    button(say("cancel"), close))]);
}

/** Troubles of one kind share title and remedy. @param {any[]} list */
function group(list) {
  const name = list[0].title;
  return h("section.card.group", { class: list.some((one) => GRAVE.has(one.kind)) ? "grave" : "" }, h("h3", null, name, h("span.badge", null, list.length)), list[0].remedy ? h("p.remedy", null, list[0].remedy) : null,
    list.slice(0, SHOWN).map(troubleRow), list.length > SHOWN ? h("details", { open: unfolded.has(list[0].group), ontoggle: (/** @type {any} */ event) => void (event.target.open ? unfolded.add(list[0].group) : unfolded.delete(list[0].group)) },
      h("summary", null, `Encore ${list.length - SHOWN}`), list.slice(SHOWN).map(troubleRow)) : null);
}

/** A doubtful label is shown; what its printer said is for whoever repairs it. @param {any} one */
function troubleRow(one) {
  const label = one.kind.startsWith("label_");
  const words = label ? h("a", { href: `/api/v1/labels/${encodeURIComponent(one.subject)}.png`, target: "_blank", rel: "noopener" }, "Voir l’étiquette") : one.detail || one.subject;
  return h("div.trouble", { "data-exception": one.id }, h("div", null, h("b", null, words), h("span.muted", null, [clock(one.at), label ? one.detail : one.detail ? one.subject : ""].filter(Boolean).join(" · "))), button("Régler", () => settle(one)));
}

function troubles() {
  const groups = new Map();
  for (const one of exceptions) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  const count = exceptions.length;
  const title = count === 0 ? "Rien à regarder." : count === 1 ? "1 chose à regarder" : `${count} choses à regarder`;
  return h("div.stack", null, h("div.headline", { class: count ? "" : "calm" }, icon(count ? "warning" : "check-fat", "round"), h("h2", { id: "troubles" }, title)), ...[...groups.values()].map(group));
}

/** @param {any} round */
function roundRow(round) {
  const gone = round.state === "departed";
  const paper = h("a.button", { href: `/api/v1/documents/round/${encodeURIComponent(round.id)}.pdf`, target: "_blank", rel: "noopener" }, icon("file-pdf"), gone ? "Feuille et bons" : "Feuille");
  return h("div.roundrow", { "data-round": round.id }, h("div", null, h("h3", null, roundName(round)), h("span.muted", null, [round.vehicle, round.driver, clock(round.depart_at)].filter(Boolean).join(" · "))),
    h("b.tally.numbers", null, `${round.loaded} / ${round.expected}`), h("progress", { max: round.expected || 1, value: round.loaded, "aria-label": `${round.loaded} sur ${round.expected}` }),
    h("div.acts", null, h("a.button", { href: `/board/${encodeURIComponent(round.id)}` }, icon("eye"), "Tableau"), paper,
      gone ? h("span.pill.ok", null, icon("truck"), say("departed")) : button(say("depart"), () => void get(`rounds/${encodeURIComponent(round.id)}`).then((board) => question(board, () => void read()), complain), { icon: "truck", class: round.loaded >= round.expected && round.expected > 0 ? "go" : "" })));
}

function dayFigures() {
  const sum = (/** @type {any[]} */ list, /** @type {string} */ key) => list.reduce((total, one) => total + (one[key] ?? 0), 0);
  return h("div.figures", null, figure("apports", intakes.length), figure("caisses reçues", sum(intakes, "crates")), figure("kg reçus", kilograms(sum(intakes, "net_g"), 0)), figure("commandes", byOrder(orders).length), figure("chargées", `${sum(rounds, "loaded")} / ${sum(rounds, "expected")}`));
}

async function allocate() {
  told(await command("AllocateDay", { delivery_date: dayField.value }), "Le stock est affecté aux commandes.");
  await read();
}

function draw() {
  const now = JSON.stringify([exceptions, rounds, intakes, orders]);
  if (now === drawn) return;
  drawn = now;
  fill(main, dayFigures(), h("div.columns", null, troubles(),
    h("div.stack", null,
      h("section.card", null, h("div.headline", null, h("h2", null, "Tournées"), dayField, h("span.push", null, button("Affecter le stock", () => void allocate().catch(complain), { icon: "arrow-clockwise", class: "primary", id: "allocate" }))), rounds.length ? rounds.map(roundRow) : h("p.muted", null, say("board_none"))),
      ordersCard(orders, (key, open) => void (open ? unfolded.add(key) : unfolded.delete(key)), unfolded))));
}

async function read() {
  try {
    const date = dayField.value;
    [exceptions, rounds, intakes, orders] = await Promise.all([items("exceptions"), items(`rounds?date=${date}`), items("intakes").then((all) => all.filter((one) => localDay(one.opened_at) === date)), items(`orders?date=${date}`)]);
    showLink(true);
    draw();
  } catch (error) {
    showLink(false);
    if (!drawn) complain(error);
  }
}

header();
Promise.all(["products", "producers"].map(catalogue)).then(read).catch(complain);
window.setInterval(() => { if (!document.querySelector(".ask")) void read(); }, EVERY_MS);
