// The carré-vente's hours: each weekday, and the days that differ; what somebody else set meanwhile is not overwritten.
import { command, get } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { ask, complain, header, notice, showLink } from "./floor.js";
import { told } from "./told.js";
import { day, say, today } from "./words.js";

const DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const office = ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
const now = h("div");
const week = h("div");
const days = h("div");
/** @typedef {{opens: string, closes: string}} Span */

/** 16:00 → 16 h, 16:30 → 16 h 30. @param {string} time */
const said = (time) => `${Number(time.slice(0, 2))} h${time.endsWith("00") ? "" : ` ${time.slice(3)}`}`;
/** @param {Span[]} spans */
const words = (spans) => spans.map((one) => `${said(one.opens)} à ${said(one.closes)}`).join(", ") || "fermé";

/** @param {string} name @param {string} value @param {string} label */
const timeBox = (name, value, label) => h("input", { type: "time", name, value, "aria-label": label, disabled: !office });

/** Two boxes for a span; empty ones are none. @param {string} of @param {Span} [span] */
const boxes = (of, span) => h("span.span", null, timeBox("opens", span?.opens ?? "", `${of}, ouvre à`), h("span", null, "à"), timeBox("closes", span?.closes ?? "", `${of}, ferme à`));

/** What the boxes within say; null when one of a pair is empty. @param {Element} within @returns {Span[] | null} */
function spansIn(within) {
  const pairs = [...within.querySelectorAll(".span")].map((one) => ({ opens: /** @type {HTMLInputElement} */ (one.querySelector("[name=opens]")).value, closes: /** @type {HTMLInputElement} */ (one.querySelector("[name=closes]")).value }));
  const filled = pairs.filter((one) => one.opens || one.closes);
  return filled.every((one) => one.opens && one.closes) ? filled : null;
}

/** A day of its own, or one like all others. @param {any} [one] */
const dayWords = (one) => (one ? [words(one.spans), one.note].filter(Boolean).join(" · ") : "comme les autres semaines");

/** Send what a person set on what was seen; what somebody else set meanwhile is theirs to choose. @param {string} type @param {any} data */
async function set(type, data) {
  const answer = await command(type, data);
  if (answer.refusal?.code === "changed_meanwhile") return clash(type, data);
  if (answer.outcome !== "refused") await read(cardOf(type)).catch(complain); // it is kept, whether the page can be read anew or not
  told(answer, "C’est enregistré.");
}

/** @param {string} type @returns {("week" | "days")[]} */
const cardOf = (type) => [type === "SetShopHours" ? "week" : "days"];

/** Both, side by side: what this person set, and what stands now. @param {string} type @param {any} data @param {any} hours as they are now @returns {{name: string, mine: string, theirs: string}[]} */
function differing(type, data, hours) {
  if (type !== "SetShopHours") {
    const theirs = hours.days.find((/** @type {any} */ one) => one.date === data.date);
    return [{ name: day(data.date), mine: dayWords(type === "SetShopDay" ? data : null), theirs: dayWords(theirs) }];
  }
  const of = (/** @type {any[]} */ spans, /** @type {number} */ i) => words(spans.filter((one) => one.weekday === i + 1).sort((a, b) => a.opens.localeCompare(b.opens)));
  return DAYS.map((name, i) => ({ name, mine: of(data.spans, i), theirs: of(hours.week, i) })).filter((one) => one.mine !== one.theirs);
}

/** Somebody else changed these hours: show both, and let a person choose. @param {string} type @param {any} data */
async function clash(type, data) {
  const hours = await get("shop-hours");
  const seen = type === "SetShopHours" ? hours.version : hours.days.find((/** @type {any} */ one) => one.date === data.date)?.version ?? 0;
  ask("Quelqu’un d’autre a changé ces heures.", (close) => [
    h("ul", { id: "clash" }, differing(type, data, hours).map((one) => h("li.row", null, h("b", null, one.name), h("span", null, `les vôtres : ${one.mine}`, h("br"), `les leurs : ${one.theirs}`)))),
    h("div.actions", null, button("Garder les miennes", () => { close(); void set(type, { ...data, seen }).catch(complain); }, { id: "mine", class: "primary" }), button("Prendre les leurs", () => { close(); void read(cardOf(type)).catch(complain); }, { id: "theirs" }), button(say("cancel"), close))]);
}

const unpaired = () => notice("Donnez l’heure d’ouverture et l’heure de fermeture.", "stop");

/** @param {Event} event @param {any} hours */
function saveWeek(event, hours) {
  event.preventDefault();
  const rows = [...(/** @type {HTMLElement} */ (event.currentTarget)).querySelectorAll("[data-weekday]")].map((row) => ({ weekday: Number(/** @type {HTMLElement} */ (row).dataset.weekday), spans: spansIn(row) }));
  if (rows.some((row) => !row.spans)) return unpaired();
  const spans = rows.flatMap((row) => /** @type {Span[]} */ (row.spans).map((one) => ({ weekday: row.weekday, ...one })));
  return void set("SetShopHours", { spans, seen: hours.version }).catch(complain);
}

/** @param {any} hours */
const weekCard = (hours) => h("section.card", null, h("h2", null, "Chaque semaine"), h("form.stack", { id: "week", onsubmit: (/** @type {Event} */ event) => saveWeek(event, hours) },
  DAYS.map((name, i) => { const spans = hours.week.filter((/** @type {any} */ one) => one.weekday === i + 1); return h("div.weekday", { "data-weekday": String(i + 1) }, h("b", null, name), h("div", null, [...spans, ...(office ? [undefined] : [])].map((one) => boxes(name, one)))); }),
  h("p.muted", null, "Vide : fermé. Une fermeture plus tôt que l’ouverture est le lendemain."),
  office ? h("div.actions", null, h("button.button.primary", { type: "submit", id: "save-week" }, icon("check-fat"), "Enregistrer")) : null));

/** @param {Event} event @param {any} hours */
function saveDay(event, hours) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const spans = spansIn(form);
  if (!spans) return unpaired();
  const given = new FormData(form);
  const seen = hours.days.find((/** @type {any} */ one) => one.date === given.get("date"))?.version ?? 0;
  return void set("SetShopDay", { date: given.get("date"), note: given.get("note"), spans, seen }).catch(complain);
}

/** @param {any} one */
const dayRow = (one) => h("li.row", { "data-day": one.date }, h("span", null, h("b", null, day(one.date)), ` : ${words(one.spans)}`, one.note ? h("span.muted", null, ` · ${one.note}`) : null), office ? button("Retirer", () => void set("DropShopDay", { date: one.date, seen: one.version }).catch(complain), { class: "end" }) : null);

/** @param {any} hours */
const daysCard = (hours) => h("section.card", null, h("h2", null, "Jours qui changent"), hours.days.length ? h("ul.list", { id: "days" }, hours.days.map(dayRow)) : h("p.muted", null, "Aucun jour à venir."),
  office ? h("form.stack", { id: "day", onsubmit: (/** @type {Event} */ event) => saveDay(event, hours) }, h("div.filters", null, h("label.named", null, h("span", null, "Jour"), h("input", { type: "date", name: "date", required: true, min: today() })), h("label.named", null, h("span", null, "Pour tous : pourquoi"), h("input", { type: "text", name: "note", maxlength: "80", placeholder: "inventaire" }))),
    h("div.weekday", null, h("b", null, "Heures"), h("div", null, boxes("Ce jour"), boxes("Ce jour, seconde fois"))), h("p.muted", null, "Sans heures : fermé ce jour-là."), h("div.actions", null, h("button.button.primary", { type: "submit" }, icon("plus"), "Noter ce jour"))) : null);

/** @param {any} opening */
function nowLine(opening) {
  if (!opening) return h("p", { id: "now" }, "Pas d’heures notées : le carré-vente n’est jamais dit fermé.");
  const at = (/** @type {string} */ wall) => `le ${day(wall.slice(0, 10))} à ${said(wall.slice(11))}`;
  return h("p", { id: "now" }, h("span.pill", { class: opening.open ? "ok" : "wait" }, opening.open ? "Ouvert" : "Fermé"), ` ${opening.open ? `jusqu’à ${said(opening.until.slice(11))}` : opening.next ? `ouvre ${at(opening.next)}` : "pas d’ouverture prévue"}. Hors des heures, une remise se fait, et reste notée.`);
}

/** What is being typed in the other card stays. @param {("week" | "days")[]} cards to draw anew */
async function read(cards) {
  const hours = await get("shop-hours");
  showLink(true);
  fill(now, nowLine(hours.now));
  if (cards.includes("week")) fill(week, weekCard(hours));
  if (cards.includes("days")) fill(days, daysCard(hours));
}

async function begin() {
  header();
  fill(by("main"), now, h("div.columns.even", { id: "hours" }, week, days));
  await read(["week", "days"]);
}

begin().catch(complain);
