// What is plugged in and what is in its way, with lines to copy into hangar.toml. Changes nothing.
import { get } from "./api.js";
import { h, icon, refill } from "./dom.js";

const EVERY_MS = 5000;
const OFFICE = ["coordinator", "admin"];
const KINDS = { scale: "balance", printer: "imprimante", scanner: "lecteur", thermometer: "thermomètre" };

/** @param {{seen: string, remedy: string}} one */
const conflict = (one) => h("p.said.stop", null, icon("warning"), h("span", null, one.seen, h("br"), one.remedy));

/** @param {any} one */
function item(one) {
  const what = one.kind ? `${KINDS[/** @type {keyof typeof KINDS} */ (one.kind)] ?? one.kind} · ${one.protocol ?? "protocole à trouver"}${one.sure ? "" : " · à vérifier"}` : "inconnu";
  const learn = !one.device && one.url && (one.kind === null || one.kind === "scale");
  return h("section.card.stack", { "data-plugged": one.node },
    h("div.headline", null, h("div", null, h("h3", null, one.name), h("span.muted", null, `${what} · ${one.url ?? one.node}`)), h("span.pill.push", { class: one.device ? "ok" : "wait" }, one.device ? `déjà ${one.device}` : "pas configuré")),
    one.keeps_name ? null : h("p.muted", null, one.name_follows === "no" ? "Ce nom peut changer à chaque branchement." : "Ce nom suit la prise, pas l’appareil."),
    ...one.conflicts.map(conflict),
    one.proposal ? h("pre.lines", null, one.proposal) : null,
    learn ? h("p", null, h("a.button", { href: `/learn?url=${encodeURIComponent(one.url)}` }, icon("broadcast"), "Écouter et reconnaître")) : null);
}

/** @param {any} found */
const draw = (found) => [
  h("h2", null, "Branché à la station"),
  ...found.conflicts.map(conflict),
  found.items.length ? h("div.devices", null, found.items.map(item)) : h("p.muted", null, "Rien de plus que le réseau."),
  h("p", null, h("a.button", { href: "/learn" }, icon("broadcast"), "Apprendre un appareil")),
];

/** The part of the page about what is plugged in, kept fresh; empty for those who may not set up. */
export function plugged() {
  const place = h("div.stack", { id: "plugged" });
  const read = () => get("devices/discovered").then((found) => refill(place, found, () => draw(found))).catch(() => null); // what was there stays
  if (OFFICE.includes(document.body.dataset.role ?? "")) {
    void read();
    window.setInterval(() => void read(), EVERY_MS);
  }
  return place;
}
