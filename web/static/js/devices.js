// Every device of the station, as it is now; labels that wait for a dead printer go to another.
import { get } from "./api.js";
import { copiesCard } from "./copies.js";
import { by, fill, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { handhelds } from "./handhelds.js";
import { checks, waiting } from "./device_checks.js";
import { plugged } from "./plugged.js";
import { practice } from "./practice.js";
import { day } from "./words.js";

const EVERY_MS = 2000;
const SIGNS = { scale: "scales", printer: "printer", scanner: "barcode", thermometer: "thermometer" };
const NAMES = { scale: "Balance", printer: "Imprimante", scanner: "Lecteur", thermometer: "Thermomètre" };
const STATES = { online: ["ok", "en marche"], offline: ["bad", "ne répond pas"], fault: ["bad", "à regarder"], starting: ["wait", "démarre"] };

const CONDITIONS = { paper_out: "plus de papier", cover_open: "capot ouvert", paused: "en pause", hot: "trop chaude", ribbon_out: "plus de ruban", cutter: "massicot bloqué", busy: "travaille", near_end: "rouleau bientôt fini", silent: "silence", unreachable: "éteinte ou débranchée", error: "erreur" };

/** @param {any} device */
function trouble(device) {
  const words = (device.conditions ?? []).map((/** @type {keyof typeof CONDITIONS} */ one) => CONDITIONS[one] ?? one).join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {number | null | undefined} ms */
function ago(ms) {
  if (ms === null || ms === undefined) return "aucune mesure";
  const seconds = Math.round(ms / 1000);
  if (seconds < 2) return "vu à l’instant";
  return seconds < 90 ? `vu il y a ${seconds} s` : `vu il y a ${Math.round(seconds / 60)} min`;
}

/** @param {number | null} tenths */
const degrees = (tenths) => (tenths === null ? "pas de mesure" : `${(tenths / 10).toLocaleString("fr-FR", { minimumFractionDigits: 1 })} °C`);

/** @param {any} device @param {any[]} devices */
function deviceCard(device, devices) {
  const [look, word] = STATES[/** @type {keyof typeof STATES} */ (device.state)] ?? ["wait", device.state];
  return h("section.card.device", { "data-device": device.id, "data-state": device.state },
    h("div.top", null, icon(SIGNS[/** @type {keyof typeof SIGNS} */ (device.kind)] ?? "cpu"), h("div", null, h("h2", null, device.id), h("span.muted", null, `${NAMES[/** @type {keyof typeof NAMES} */ (device.kind)] ?? device.kind} · ${device.protocol}`)), h("span.pill", { class: look }, word)),
    h("p", null, trouble(device) || device.calibration?.advice.join(" ") || (device.kind === "thermometer" ? degrees(device.celsius_tenths) : device.kind === "scale" ? ago(device.age_ms) : word === "en marche" ? "prêt" : "—")), h("p.muted", null, [device.post ? `poste ${device.post}` : "sans poste", device.verified_until ? `vérifiée jusqu’au ${day(device.verified_until)}` : ""].filter(Boolean).join(" · ")), checks(device), waiting(device, devices, () => void read()));
}

/** @param {string} text @param {string} value @param {string} [look] */
const fact = (text, value, look = "") => h("div.figure-card", null, h("span.muted", null, text), h("p", null, h("span.pill", { class: look }, value)));

const shown = h("div.stack");

async function read() {
  try {
    const status = await get("status");
    showLink(true);
    const secure = window.isSecureContext;
    fill(shown,
      h("div.figures", null, fact("Horloge", status.clock.synchronised ? "à l’heure" : status.clock.confirmed ? "date confirmée" : "date à confirmer", status.clock.synchronised || status.clock.confirmed ? "ok" : "wait"),
        fact("Registre", `${status.ledger.seq} événements`, "ok"), fact("Empreinte", String(status.ledger.head).replace("sha256:", "").slice(0, 12)), fact("Cette page", secure ? "connexion sûre" : "sans chiffrement", secure ? "ok" : "wait"), fact("Version", status.version)),
      h("div.devices", null, copiesCard(status, document.body.dataset.role ?? ""), status.devices.map((/** @type {any} */ one) => deviceCard(one, status.devices))));
  } catch (error) {
    showLink(false);
    if (!shown.childElementCount) complain(error);
  }
}

header();
fill(by("main"), shown, handhelds(), practice(), plugged());
void read();
window.setInterval(() => void read(), EVERY_MS);
