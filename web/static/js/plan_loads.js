// What a planned round would load against what its vehicle takes; knows no page and changes no plan.
import { button, h, icon } from "./dom.js";
import { ask } from "./floor.js";
import { day, say } from "./words.js";

/** @typedef {import("./plan_model.js").Round} Round */
/** @typedef {{crates: number, gross_g: number, estimated: number, unweighed: number, by_class: Record<string, number>}} Load */
/** @typedef {{vehicles: any[], loads: Record<string, Load>, turns: {name: string, last: string | null}[]}} Facts */

const CLASSES = { surgele: "Caisses surgelées", froid: "Caisses froides", frais: "Caisses fraîches", ambiant: "Caisses ambiantes" };
/** @param {string} text */
const plain = (text) => text.trim().toLowerCase().replace(/\s+/g, " ");
/** @param {number} count @param {string} one @param {string} many */
const of = (count, one, many) => `${count} ${count < 2 ? one : many}`;

/** Whole kilograms, rounded up: an estimate has no grams. @param {number} grams */
const wholeKg = (grams) => String(Math.ceil(grams / 1000));

/** The vehicle that a round names, by code or name. @param {Facts} facts @param {string} text */
const vehicleOf = (facts, text) => (text.trim() ? facts.vehicles.find((one) => [one.code, one.name].map(plain).includes(plain(text))) ?? null : null);

/** All stops of a round added up. @param {Facts} facts @param {Round} round @returns {Load} */
function loadOf(facts, round) {
  /** @type {Load} */
  const total = { crates: 0, gross_g: 0, estimated: 0, unweighed: 0, by_class: {} };
  for (const load of round.stops.map((stop) => facts.loads[stop.customer]).filter(Boolean)) {
    for (const name of /** @type {const} */ (["crates", "gross_g", "estimated", "unweighed"])) total[name] += load[name];
    for (const [name, count] of Object.entries(load.by_class)) total.by_class[name] = (total.by_class[name] ?? 0) + count;
  }
  return total;
}

/** Each limit of the vehicle with the load on it, the crates first. @param {any} vehicle @param {Load} load */
function limits(vehicle, load) {
  const all = [{ text: "Caisses", has: load.crates, most: vehicle.max_crates, unit: "" }, { text: "Poids", has: load.gross_g, most: vehicle.max_g, unit: "kg" },
    ...Object.entries(CLASSES).map(([name, text]) => ({ text, has: load.by_class[name] ?? 0, most: vehicle[`${name}_crates`], unit: "" }))];
  return all.filter((one) => one.most !== null && one.most !== undefined).map((one) => ({ ...one, over: Math.max(0, one.has - one.most) }));
}

/** @param {{has: number, most: number, over: number, unit: string}} limit */
function limitWords({ has, most, over, unit }) {
  const shown = (/** @type {number} */ value) => (unit ? wholeKg(value) : String(value));
  return `${shown(has)} sur ${shown(most)}${unit && ` ${unit}`}${over ? ` : ${shown(over)}${unit && ` ${unit}`} de trop` : ""}`;
}

/** What is too much on a round, in words. @param {Facts} facts @param {Round} round */
export function tooMuch(facts, round) {
  const vehicle = vehicleOf(facts, round.vehicle);
  return vehicle ? limits(vehicle, loadOf(facts, round)).filter((one) => one.over).map((one) => `${one.text} : ${limitWords(one)}`) : [];
}

/** The round's load: a bar and words for each limit, and how sure it is. @param {Facts} facts @param {Round} round */
export function loadBox(facts, round) {
  const load = loadOf(facts, round);
  const vehicle = vehicleOf(facts, round.vehicle);
  const bars = vehicle ? limits(vehicle, load).map((one) => h("div.limit", { class: one.over ? "over" : "" },
    h("p", null, one.over ? icon("warning") : null, h("b", null, one.text), h("span", null, limitWords(one))),
    h("progress", { max: String(Math.max(one.most, 1)), value: String(Math.min(one.has, Math.max(one.most, 1))), "aria-label": `${one.text} : ${limitWords(one)}` }))) : [];
  const doubts = [load.estimated ? `${of(load.estimated, "caisse estimée", "caisses estimées")}` : "", load.unweighed ? `${of(load.unweighed, "ligne", "lignes")} sans poids connu` : ""].filter(Boolean);
  const total = `${of(load.crates, "caisse", "caisses")}, ${wholeKg(load.gross_g)} kg avec les caisses`;
  return [...bars, bars.length ? null : h("p", null, total), vehicle && !bars.length ? h("p.muted", null, "Ce véhicule n’a pas de limite notée.") : null,
    !vehicle && round.stops.length ? h("p.muted", null, round.vehicle.trim() ? "Véhicule sans fiche : rien à comparer. " : "Pas de véhicule : rien à comparer. ", h("a", { href: "/records?kind=vehicles" }, "Fiches des véhicules")) : null,
    doubts.length ? h("p.muted", null, `Dont ${doubts.join(", ")}.`) : null];
}

/** Whose turn it is, to be taken or not. @param {Facts} facts @param {string[]} taken who drives on this day already @param {(name: string) => void} take */
export function turnButton(facts, taken, take) {
  const next = facts.turns.find((one) => !taken.map(plain).includes(plain(one.name)));
  return next ? button(`À son tour : ${next.name}`, () => take(next.name), { class: "turn", title: next.last ? `Dernière tournée le ${day(next.last)}` : "Pas de tournée récente" }) : null;
}

/** Say what is too much before it is saved; a person decides. @param {string[]} said @param {() => void} save */
export function askOver(said, save) {
  ask("C’est plus que le véhicule ne prend.", (close) => [h("ul", { id: "over" }, said.map((words) => h("li.row", null, words))), h("p", null, "Enregistré ainsi, cela reste dans « À régler »."),
    h("div.actions", null, button("Enregistrer quand même", () => { close(); save(); }, { class: "danger", id: "save-over" }), button(say("cancel"), close))]);
}
