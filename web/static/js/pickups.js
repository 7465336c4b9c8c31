// What vans collect at farms, under way: told by drivers, received at the hangar, ended by one touch.
import { command, items } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { complain, header, notice, showLink } from "./floor.js";
import { told } from "./told.js";
import { clock, today } from "./words.js";

const EVERY_MS = 5000;
const OFFICE = ["coordinator", "admin"];
const main = by("main");
const shown = h("div.stack", { id: "pickups" });
const day = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: new URLSearchParams(location.search).get("date") ?? today(), "aria-label": "Jour du ramassage", onchange: () => void read().catch(complain) }));
const writes = OFFICE.includes(document.body.dataset.role ?? "");
let drawn = "";

/** All that this van brought from the farm is in: what differs becomes an exception. @param {string} round @param {string} producer */
async function close(round, producer) {
  const answer = await command("ClosePickup", { round, producer });
  if (!told(answer)) return null;
  const closed = answer.events.find((/** @type {any} */ one) => one.type === "PickupClosed").data;
  const differs = [closed.short ? `${closed.short} de moins` : "", closed.over ? `${closed.over} de plus` : ""].filter(Boolean).join(", ");
  notice(differs ? `C’est noté : ${differs}. L’écart est chez la coordination.` : "C’est noté : tout est là.", differs ? "wait" : "ok");
  return read();
}

/** @param {any} farm */
function state(farm) {
  if (!farm.collected_at) return h("span.pill.wait", null, "à faire");
  if (farm.closed || farm.arrived >= farm.crates) return h("span.pill", { class: farm.arrived < farm.crates ? "bad" : "ok" }, farm.arrived < farm.crates ? `il manque ${farm.crates - farm.arrived}` : "tout est arrivé");
  return h("span.pill.wait", null, `${farm.crates - farm.arrived} à bord`);
}

/** @param {string} round @param {any} farm */
function farmRow(round, farm) {
  const open = writes && farm.collected_at && !farm.closed && farm.crates;
  return h("tr", { "data-producer": farm.producer }, h("td.n", null, farm.rank), h("td", null, h("b", null, farm.name)), h("td", null, farm.collected_at ? clock(farm.collected_at) : "—"),
    h("td.n", null, farm.collected_at ? farm.crates : ""), h("td.n", null, farm.collected_at ? farm.arrived : ""), h("td", null, state(farm)),
    h("td", null, open ? button("Tout est descendu", () => void close(round, farm.producer).catch(complain), { icon: "check-fat" }) : null));
}

/** @param {any} round */
function card(round) {
  const done = round.farms.filter((/** @type {any} */ farm) => farm.collected_at).length;
  const id = encodeURIComponent(round.id);
  return h("section.card", { "data-round": round.id }, h("div.headline", null, h("h2", null, [round.name, round.vehicle, round.driver].filter(Boolean).join(" · ")), h("span.muted", null, `${done} ${done > 1 ? "fermes faites" : "ferme faite"} sur ${round.farms.length}`),
    h("span.push", null, h("a.button", { href: `/api/v1/documents/pickup/${id}.pdf`, target: "_blank", rel: "noopener" }, icon("file-pdf"), "Feuille"), writes ? h("a.button", { href: `/return/${id}` }, icon("clipboard-text"), "Saisir la feuille") : null)),
    h("div.scroll", { tabindex: "0", role: "region", "aria-label": `Fermes de ${round.name}` }, h("table", null, h("thead", null, h("tr", null, ["", "Ferme", "Passage", "Prises", "Reçues", "", ""].map((name) => h("th", null, name)))), h("tbody", null, round.farms.map((/** @type {any} */ farm) => farmRow(round.id, farm))))));
}

/** What a van of another day has brought and nobody received. @param {any} one */
const left = (one) => h("section.card", { "data-left": one.producer }, h("div.headline", null, icon("warning", "round"), h("h2", null, `${one.round_name} du ${one.date.split("-").reverse().slice(0, 2).join("/")} · ${one.name}`),
  h("span.push", null, writes ? button("Tout est descendu", () => void close(one.round, one.producer).catch(complain), { icon: "check-fat" }) : null)),
h("p", null, one.rows.filter((/** @type {any} */ row) => row.crates > row.arrived).map((/** @type {any} */ row) => `${row.crates - row.arrived} × ${row.product_name}`).join(", ")));

async function read() {
  const date = day.value;
  const [rounds, aboard] = await Promise.all([items(`rounds?date=${date}`), items("pickups")]);
  if (date !== day.value) return; // another day was chosen meanwhile
  showLink(true);
  const collecting = rounds.filter((one) => one.farms.length);
  const others = aboard.filter((one) => one.date < day.value);
  const text = JSON.stringify([collecting, others]);
  if (text === drawn) return;
  drawn = text;
  fill(shown, ...others.map(left), ...(collecting.length ? collecting.map(card) : [h("p.muted", null, "Aucun ramassage ce jour. Ajoutez des fermes à une tournée."), writes ? h("a.button", { href: `/plan?date=${day.value}` }, "Planifier") : null]));
}

header();
fill(main, h("div.headline", null, day), shown);
read().catch(complain);
window.setInterval(() => { if (!document.hidden && !document.querySelector(".ask")) void read().catch(() => showLink(false)); }, EVERY_MS);
