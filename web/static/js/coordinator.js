// The coordinator's page: what needs a decision first, then the day's numbers, rounds and orders.
import { command, get, items } from "./api.js";
import { roundName } from "./board_view.js";
import { catalogue } from "./catalogue.js";
import { devicesCard, dropsCard, expectedCard, gapsCard, plots } from "./coordinator_day.js";
import { troubles } from "./coordinator_troubles.js";
import { dayMail } from "./day_mail.js";
import { told } from "./told.js";
import { copiesCard, warnOfCopies } from "./copies.js";
import { question } from "./depart.js";
import { closingCard } from "./closing_card.js";
import { button, by, fill, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { byOrder, ordersCard } from "./orders_card.js";
import { clock, kilograms, outOf, say, today } from "./words.js";

const EVERY_MS = 5000;
const main = by("main");
/** @type {{exceptions: any[], rounds: any[], orders: any[], closings: any[], drops: any[], day: any, status: any}} */
let now = { exceptions: [], rounds: [], orders: [], closings: [], drops: [], day: null, status: null };
let drawn = "";
/** The orders someone unfolded. @type {Set<string>} */
const unfolded = new Set();
const dayField = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: today(), "aria-label": "Jour de livraison", onchange: () => void read() }));

/** @param {string} text @param {number | string} value */
const figure = (text, value) => h("div.figure-card", null, h("b", null, value), h("span.muted", null, text));

/** @param {any} round */
function roundRow(round) {
  const gone = round.state === "departed";
  const paper = h("a.button", { href: `/api/v1/documents/round/${encodeURIComponent(round.id)}.pdf`, target: "_blank", rel: "noopener" }, icon("file-pdf"), gone ? "Feuille et bons" : "Feuille");
  return h("div.roundrow", { "data-round": round.id }, h("div", null, h("h3", null, roundName(round)), h("span.muted", null, [round.vehicle, round.driver, clock(round.depart_at)].filter(Boolean).join(" · "))),
    h("b.tally.numbers", null, outOf(round.loaded, round.expected)), h("progress", { max: round.expected || 1, value: round.loaded, "aria-label": `${round.loaded} sur ${round.expected}` }),
    h("div.acts", null, h("a.button", { href: `/board/${encodeURIComponent(round.id)}` }, icon("eye"), "Tableau"), paper,
      gone ? h("span.pill.ok", null, icon("truck"), say("departed")) : button(say("depart"), () => void get(`rounds/${encodeURIComponent(round.id)}`).then((board) => question(board, () => void read()), complain), { icon: "truck", class: round.loaded >= round.expected && round.expected > 0 ? "go" : "" })));
}

function dayFigures() {
  const sum = (/** @type {string} */ key) => now.rounds.reduce((total, one) => total + (one[key] ?? 0), 0);
  const { received, producers } = now.day;
  const came = producers.filter((/** @type {any} */ one) => one.crates).length;
  return h("div.figures", null, figure("fermes venues", outOf(came, producers.length)), figure("caisses reçues", received.crates), figure("kg reçus", kilograms(Math.round(received.net_g / 100) * 100, 0)), figure("commandes", byOrder(now.orders).length), figure("chargées", outOf(sum("loaded"), sum("expected"))));
}

async function allocate() {
  told(await command("AllocateDay", { delivery_date: dayField.value }), "Le stock est affecté aux commandes.");
  await read();
}

function roundsCard() {
  return h("section.card", null, h("div.headline", null, h("h2", null, "Tournées"), dayField, h("span.push", null, h("a.button", { href: `/api/v1/documents/day/${dayField.value}.pdf`, id: "day-papers", target: "_blank", rel: "noopener" }, icon("file-pdf"), "Papiers du jour"), button("Par mail", () => void dayMail(dayField.value).catch(complain), { icon: "arrow-right", id: "mail-papers" }), h("a.button", { href: `/api/v1/documents/weights/${dayField.value}.csv` }, "Poids (CSV)"), button("Affecter le stock", () => void allocate().catch(complain), { icon: "arrow-clockwise", id: "allocate" }))), now.rounds.length ? now.rounds.map(roundRow) : h("p.muted", null, say("board_none")));
}

/** What a device is, without what moves all the time. @param {any} one */
const standing = ({ id, state, since }) => ({ id, state, since: BAD_STATES.includes(state) ? since : "" });
const BAD_STATES = ["offline", "fault"];

/** Draw anew only what changed, and leave the focus where a person's hands are. */
function draw() {
  const shown = JSON.stringify([now.exceptions, now.rounds, now.orders, now.closings, now.drops, now.day, now.status.backup, now.status.second_copy, now.status.devices.map(standing)]);
  if (shown === drawn) return;
  drawn = shown;
  const at = document.activeElement?.id;
  fill(main, h("div.columns", null, troubles(now.exceptions, now.rounds.filter((one) => one.overdue), read),
    h("div.stack", null, dayFigures(), roundsCard(), dropsCard(now.drops), closingCard(now.closings, read), copiesCard(now.status, document.body.dataset.role ?? ""), devicesCard(now.status.devices))),
  plots(now.day, now.rounds), h("div.columns.even", null, expectedCard(now.day.producers), gapsCard(now.day)),
  ordersCard(now.orders, (key, open) => void (open ? unfolded.add(key) : unfolded.delete(key)), unfolded));
  if (at) document.getElementById(at)?.focus({ preventScroll: true });
}

async function read() {
  try {
    const date = dayField.value;
    const [exceptions, rounds, orders, closings, drops, day, status] = await Promise.all([items("exceptions"), items(`rounds?date=${date}`), items(`orders?date=${date}`), items("closings"), items("drops"), get(`today?date=${date}`), get("status")]);
    now = { exceptions, rounds, orders, closings, drops, day, status };
    warnOfCopies(status);
    showLink(true);
    draw();
  } catch (error) {
    showLink(false);
    if (!drawn) complain(error);
  }
}

header();
Promise.all(["products", "producers"].map(catalogue)).then(read).catch(complain);
window.setInterval(() => { if (!document.querySelector(".ask") && !document.hidden) void read(); }, EVERY_MS);
