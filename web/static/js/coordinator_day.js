// The day in figures and pictures: who is expected, what came, what is short, cold rooms, devices.
import { h, icon } from "./dom.js";
import { bars, lines } from "./plots.js";
import { roundName } from "./board_view.js";
import { celsius, clock, kilograms, outOf } from "./words.js";

const BAD = ["offline", "fault"];

/** @param {number} grams */
const kg = (grams) => `${kilograms(grams, 0)} kg`;
/** Whole kilograms, for the axis of a plot. @param {number} grams */
const round = (grams) => `${Math.round(grams / 1000)} kg`;

/** @param {any} farm */
function farmRow(farm) {
  const came = farm.crates > 0;
  const much = (/** @type {number} */ grams, /** @type {number} */ count) => [grams ? kg(grams) : "", count ? `${count} u.` : ""].filter(Boolean).join(" + ") || "—";
  return h("tr", null, h("td", null, h("b", null, farm.name)), h("td.n", null, much(farm.ordered_g, farm.ordered_count)), h("td.n", null, came ? much(farm.received_g, farm.received_count) : h("span.pill.wait", null, "attendu")), h("td.n", null, farm.crates || ""));
}

/** @param {any[]} farms */
export function expectedCard(farms) {
  const waiting = farms.filter((farm) => !farm.crates).length;
  const title = !farms.length ? "Aucune ferme attendue" : waiting ? `${waiting} ${waiting === 1 ? "ferme attendue" : "fermes attendues"}` : "Toutes les fermes sont venues";
  return h("section.card", { id: "expected" }, h("h2", null, title), farms.length ? h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Fermes attendues" }, h("table", null,
    h("thead", null, h("tr", null, h("th", null, "Ferme"), h("th.n", null, "Commandé"), h("th.n", null, "Reçu ce jour"), h("th.n", null, "Caisses"))), h("tbody", null, farms.map(farmRow)))) : null);
}

/** @param {any} day */
export function gapsCard({ gaps, differences }) {
  return h("section.card", { id: "gaps" }, h("h2", null, "Écarts de poids"),
    gaps.length ? h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Reçu de moins" }, h("table", null, h("thead", null, h("tr", null, h("th", null, "Produit"), h("th.n", null, "Commandé"), h("th.n", null, "Reçu"), h("th.n", null, "Manque"))),
      h("tbody", null, gaps.map((/** @type {any} */ one) => h("tr", null, h("td", null, h("b", null, one.name), h("br"), h("span.muted", null, one.producer_name)), h("td.n", null, kg(one.ordered_g)), h("td.n", null, kg(one.received_g)), h("td.n", null, h("b", null, kg(one.ordered_g - one.received_g)))))))) : h("p.muted", null, "Rien de reçu n’est en dessous de la commande."),
    differences.length ? [h("h3", null, "Repesées du jour"), h("ul", null, differences.map((/** @type {any} */ one) => h("li.row", null, h("a", { href: `/trace?code=${encodeURIComponent(one.lot)}` }, one.lot), h("span", null, one.name), h("b.end.numbers", null, kg(-one.other_g)))))] : null);
}

/** @param {any} row */
const said = (row) => (row.declared_g ? kg(row.declared_g) : row.declared_count ? `${row.declared_count} u.` : "non dite");

/** What farms left alone and nobody has weighed or counted; nothing where nothing lies so. @param {any[]} rows */
export function dropsCard(rows) {
  if (!rows.length) return null;
  const title = rows.length === 1 ? "1 caisse déposée, non pesée" : `${rows.length} caisses déposées, non pesées`;
  return h("section.card", { id: "drops" }, h("h2", null, title), h("ul", null, rows.map(dropRow)));
}

/** @param {any} row */
function dropRow(row) {
  const where = [row.producer_name, row.zone_name, `depuis ${clock(row.at)}`, row.customer_name || "stock"].filter(Boolean).join(" · ");
  return h("li.row", { "data-crate": row.crate }, h("div", null, h("a", { href: `/trace?code=${encodeURIComponent(row.code)}` }, h("b", null, row.name)), ` déclaré : ${said(row)}`, h("br"), h("span.muted", null, where)),
    h("span.end", null, row.may_leave ? h("span.pill", null, "peut partir, déclarée") : h("span.pill.wait", null, row.cold_enough ? "à peser" : "température à voir")));
}

/** @param {any[]} devices */
export function devicesCard(devices) {
  const bad = devices.filter((one) => BAD.includes(one.state));
  const title = bad.length ? `${bad.length} ${bad.length === 1 ? "appareil à regarder" : "appareils à regarder"}` : `${devices.length} appareils, tous là`;
  return h("section.card", { id: "devices" }, h("div.headline", { class: bad.length ? "" : "calm" }, icon(bad.length ? "warning" : "check-fat", "round"), h("h2", null, title), h("span.push", null, h("a.button", { href: "/devices" }, "Voir les appareils"))),
    bad.length ? h("ul", null, bad.map((one) => h("li.row", null, h("b", null, one.id), h("span", null, one.state === "offline" ? "ne répond pas" : "en défaut"), h("span.end.muted", null, `depuis ${clock(one.since)}`)))) : null);
}

/** @param {any} day */
function hoursPlot({ hours }) {
  const total = hours.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.net_g, 0);
  return bars({ id: "hours", title: "Poids reçu par heure", description: `${kg(total)} ce jour.`, head: ["Heure", "Poids", "Caisses"], rows: hours.map((/** @type {any} */ one) => [`${one.hour} h`, kg(one.net_g), String(one.crates)]) },
    hours.map((/** @type {any} */ one) => ({ name: `${one.hour} h`, value: one.net_g, label: round(one.net_g) })), round);
}

/** @param {any[]} rounds */
function roundsPlot(rounds) {
  return bars({ id: "rounds", title: "Caisses par tournée", description: "Foncé : déjà chargées.", head: ["Tournée", "Chargées", "Prévues"], rows: rounds.map((one) => [roundName(one), String(one.loaded), String(one.expected)]) },
    rounds.map((one) => ({ name: one.name, value: one.expected, part: one.loaded, label: outOf(one.loaded, one.expected) })), (value) => String(Math.round(value)));
}

/** @param {any} zone */
function zonePlot(zone) {
  const minute = (/** @type {string} */ instant) => { const [hours, minutes] = clock(instant).split(" h ").map(Number); return hours * 60 + minutes + new Date(instant).getSeconds() / 60; };
  const now = zone.celsius_at ? `${celsius(zone.celsius_tenths)} à ${clock(zone.celsius_at)}.` : "Jamais mesurée.";
  const limit = zone.max_celsius_tenths === null ? "" : ` Limite ${celsius(zone.max_celsius_tenths)}.`;
  return lines({ id: `zone-${zone.zone}`, title: zone.name, description: now + limit, head: ["Heure", "Température"], rows: zone.points.map((/** @type {any} */ one) => [clock(one.at), `${celsius(one.celsius_tenths)}${one.alarm ? " · trop chaud" : ""}`]) },
    zone.points.map((/** @type {any} */ one) => ({ minute: minute(one.at), value: one.celsius_tenths, bad: one.alarm })), zone.max_celsius_tenths, (tenths) => celsius(Math.round(tenths)));
}

/** @param {any} day @param {any[]} rounds */
export function plots(day, rounds) {
  const cold = day.temperatures.map((/** @type {any} */ zone) => (zone.points.length ? zonePlot(zone) : h("p.row", null, h("b", null, zone.name), h("span", null, zone.celsius_at ? `${celsius(zone.celsius_tenths)}, mesurée un autre jour` : "pas mesurée"))));
  return h("div.plots", null, day.hours.length ? h("section.card", null, hoursPlot(day)) : null, rounds.length ? h("section.card", null, roundsPlot(rounds)) : null,
    cold.length ? h("section.card", { id: "cold" }, h("h2", null, "Températures"), ...cold) : null);
}
