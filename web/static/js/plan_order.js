// An order of stops as the station proposes it: shown, taken or left; what it lacks is asked. Changes no plan by itself.
import { command, patiently } from "./api.js";
import { button, fill, h } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { kilograms, refusalText, say } from "./words.js";

/** @typedef {import("./plan_model.js").Round} Round */

const HUB = "hub";
/** @param {number} minutes of the day */
const atClock = (minutes) => `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")} h ${String(minutes % 60).padStart(2, "0")}`;
/** @param {string} measure @param {number} amount */
const way = (measure, amount) => (measure === "minutes" ? (amount < 60 ? `${amount} min` : `${Math.floor(amount / 60)} h ${String(amount % 60).padStart(2, "0")}`) : `${kilograms(amount, 1)} km`);

/** Ask for an order of a round's stops. @param {Round} round @param {(order: string[]) => void} take */
export async function proposeOrder(round, take) {
  const found = await patiently("/api/v1/plan/order", { customers: round.stops.map((stop) => stop.customer), depart_at: round.depart_at });
  if (found.missing.length) return askWays(found, () => void proposeOrder(round, take).catch(complain));
  return show(found, round, take);
}

/** @param {any} found @param {Round} round @param {(order: string[]) => void} take */
function show(found, round, take) {
  const at = new Map(found.arrivals.map((/** @type {any} */ one) => [one.customer, one]));
  const same = found.order.join() === round.stops.map((stop) => stop.customer).join();
  const late = found.arrivals.filter((/** @type {any} */ one) => one.late_min);
  const row = (/** @type {string} */ code, /** @type {number} */ place) => { const one = at.get(code); return h("li.row", null, h("b", null, `${place + 1}. ${found.names[code]}`), one ? h("span", null, ` vers ${atClock(one.at_min)}${one.late_min ? `, ${one.late_min} min trop tard` : ""}`) : null); };
  const saved = found.before_amount - found.amount;
  ask(same ? "L’ordre est déjà le meilleur trouvé." : "Ordre proposé", (close) => [
    h("ul.proposed", { id: "proposed" }, found.order.map(row)),
    h("p", null, `Trajet : ${way(found.measure, found.amount)}${same || saved <= 0 ? "" : `, ${way(found.measure, saved)} de moins`}.`),
    late.length ? h("p.problem", null, "Aucun ordre trouvé ne tient toutes les heures de livraison.") : null,
    found.unread.length ? h("p.muted", null, `Heures non comprises, donc pas comptées : ${found.unread.map((/** @type {string} */ code) => found.names[code]).join(", ")}.`) : null,
    found.hours_kept ? h("p.muted", null, "Compté : 10 minutes par arrêt.") : h("p.muted", null, found.measure === "minutes" ? "Sans heure de départ, les heures de livraison ne comptent pas." : "En kilomètres, les heures de livraison ne comptent pas."),
    h("div.actions", null, same ? null : button("Prendre cet ordre", () => { close(); take(found.order); notice("À vérifier, puis à enregistrer.", "wait"); }, { class: "primary", id: "take-order" }), button(same ? say("ok") : "Garder le mien", close))]);
}

/** Name the ways that nobody entered, and take them. @param {any} found @param {() => void} again */
function askWays(found, again) {
  const name = (/** @type {string} */ code) => (code === HUB ? "la plateforme" : found.names[code]);
  const minutes = found.measure === "minutes";
  const fields = found.missing.map((/** @type {[string, string]} */ [origin, destination]) => ({ origin, destination, box: /** @type {HTMLInputElement} */ (h("input", { type: "number", min: "0", max: minutes ? "1440" : "2000", inputmode: "numeric", "aria-label": `De ${name(origin)} à ${name(destination)}, ${minutes ? "minutes" : "kilomètres"}` })) }));
  const said = h("p.problem", { id: "ways-said", "aria-live": "polite" });
  const save = async (/** @type {() => void} */ close) => {
    const filled = fields.filter((/** @type {any} */ one) => one.box.value.trim());
    if (!filled.length) return fill(said, "Notez au moins un trajet.");
    if (filled.some((/** @type {any} */ one) => !/^\d{1,4}$/.test(one.box.value.trim()))) return fill(said, "Des nombres entiers seulement.");
    const ways = filled.map((/** @type {any} */ { origin, destination, box }) => ({ origin, destination, [minutes ? "minutes" : "metres"]: Number(box.value) * (minutes ? 1 : 1000) }));
    const answer = await command("EnterDistances", { ways });
    if (answer.outcome === "refused") return fill(said, refusalText(answer.refusal));
    close();
    return filled.length === fields.length ? again() : notice(`Noté. Il manque encore ${fields.length - filled.length} trajets.`, "wait");
  };
  ask(`Il manque ${fields.length} ${fields.length === 1 ? "trajet" : "trajets"}.`, (close) => [
    h("p", null, `Notez-les en ${minutes ? "minutes" : "kilomètres"}. Le retour compte pareil. Une longue liste : `, h("a", { href: "/import?kind=distances" }, "importer un fichier"), "."),
    h("div.ways", { id: "ways" }, fields.map((/** @type {any} */ one) => h("label.way", null, h("span", null, `${name(one.origin)} – ${name(one.destination)}`), one.box))), said,
    h("div.actions", null, button("Noter", () => void save(close).catch(complain), { class: "primary", id: "save-ways" }), button(say("cancel"), close))]);
}
