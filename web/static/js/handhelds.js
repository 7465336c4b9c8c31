// The handhelds on the page of devices: what each said of itself last, and what it still holds.
import { get, post } from "./api.js";
import { button, h, icon, refill } from "./dom.js";
import { complain } from "./floor.js";

const EVERY_MS = 5000;
const OLD_MIN = 5; // a list of this age may lack a blocked lot; a round waits for such a handheld

/** @param {string} instant */
const minutesSince = (instant) => Math.max(0, Math.floor((Date.now() - Date.parse(instant)) / 60_000));
/** @param {number} minutes */
const ago = (minutes) => (minutes < 1 ? "à l’instant" : minutes < 90 ? `il y a ${minutes} min` : `il y a ${Math.round(minutes / 60)} h`);

/** @param {boolean | null} fact @param {string} yes @param {string} no */
const sign = (fact, yes, no) => h("span.pill", { class: fact ? "ok" : "wait" }, fact === null ? `${no} ?` : fact ? yes : no);

/** @param {any} one @param {() => void} after */
function card(one, after) {
  const silent = minutesSince(one.seen_at);
  const list = one.snapshot ? minutesSince(one.snapshot.at) : null;
  const state = one.pending ? ["bad", `${one.pending} à envoyer`] : silent >= OLD_MIN || one.behind ? ["wait", "à réveiller"] : ["ok", "à jour"];
  return h("section.card.device", { "data-handheld": one.device, "data-pending": String(one.pending) },
    h("div.top", null, icon("scan"), h("div", null, h("h2", null, one.name || one.device), h("span.muted", null, [one.post ? `poste ${one.post}` : "sans poste", one.round ? `tournée ${one.round}` : "", one.sender].filter(Boolean).join(" · "))), h("span.pill", { class: state[0] }, state[1])),
    h("p", null, `Vue ${ago(silent)} · ${list === null ? "pas de liste" : `liste demandée ${ago(list)}`}${one.battery === null ? "" : ` · batterie ${one.battery} %`}`),
    h("p.muted", null, sign(one.secure, "connexion sûre", "sans chiffrement"), " ", sign(one.persisted, "mémoire gardée", "mémoire effaçable"), one.doubled ? ` lecteur qui double : ${one.doubled} fois` : ""),
    silent >= OLD_MIN || one.pending ? button("Oublier cette tablette", () => void post(`/api/v1/handhelds/${encodeURIComponent(one.device)}/forget`, {}).then(after, complain)) : null);
}

/** The part of the page; it reads by itself. @returns {HTMLElement} */
export function handhelds() {
  const part = h("section.devices");
  async function read() {
    const { items } = await get("handhelds");
    refill(part, items.map((/** @type {any} */ one) => [one, minutesSince(one.seen_at)]), () => items.map((/** @type {any} */ one) => card(one, () => void read())));
  }
  void read().catch(complain);
  window.setInterval(() => void read().catch(() => null), EVERY_MS);
  return part;
}
