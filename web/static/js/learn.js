// Learn an unknown scale: choose its port, see its bytes live, read which protocol fits, copy the lines. Changes nothing.
import { get, post } from "./api.js";
import { button, by, fill, h, icon, refill } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { weight } from "./words.js";

const EVERY_MS = 700;
const PLUGGED_MS = 5000;
const SECONDS = [2, 5, 10];
let busy = false;

const url = h("input.long", { type: "text", id: "url", "aria-label": "Adresse de l’appareil", placeholder: "serial:///dev/ttyUSB0 ou socket://192.168.1.20:4001", autocomplete: "off", spellcheck: "false" });
const seconds = h("select", { id: "seconds", "aria-label": "Durée par réglage" }, SECONDS.map((n) => h("option", { value: n, selected: n === 2 }, `${n} s par réglage`)));
const ask = h("input", { type: "checkbox", id: "ask", checked: true });
const ports = h("div.acts");
const heard = h("div.stack", { id: "heard" });

/** @param {any} one a port that is plugged in */
const port = (one) => h("button.button", { type: "button", disabled: Boolean(one.device), onclick: () => { /** @type {HTMLInputElement} */ (url).value = one.url; } }, icon("plugs"), h("span", null, one.device ? `${one.name} (${one.device})` : one.name));

async function listen() {
  if (busy) return;
  try {
    busy = true;
    const body = { url: /** @type {HTMLInputElement} */ (url).value.trim(), seconds: Number(/** @type {HTMLSelectElement} */ (seconds).value), ask: /** @type {HTMLInputElement} */ (ask).checked };
    show(await post("/api/v1/devices/learn", body));
  } catch (error) {
    complain(error);
  } finally {
    busy = false;
  }
}

/** One piece as it came or was sent. @param {any} piece */
const row = (piece) => h("tr", { class: piece.direction }, h("td.n", null, `${(piece.t_ms / 1000).toFixed(1).replace(".", ",")} s`), h("td", null, piece.settings || "—"), h("td", null, piece.direction === "sent" ? "demandé" : "reçu"), h("td", null, h("code", null, piece.hex)), h("td", null, h("code", null, piece.text)));

/** @param {any} fit */
const fitRow = (fit) => h("tr", { "data-fit": fit.protocol }, h("td", null, h("b", null, fit.protocol), h("br"), fit.name), h("td", null, fit.settings ?? "sans réglage"), h("td.n", null, `${fit.good} bonnes, ${fit.bad} mauvaises`), h("td.n", null, `${fit.share_percent} %`), h("td.n", null, fit.grams === null ? "—" : weight(fit.grams)));

/** @param {any} session */
function verdict(session) {
  if (session.state === "listening") return ["wait", `Écoute… ${session.settings}`];
  if (session.state === "failed") return ["bad", "L’appareil ne s’ouvre pas"];
  if (session.fits.length) return ["ok", `${session.fits[0].protocol} convient`];
  return ["bad", session.bytes ? "Aucun protocole connu ne convient" : "Rien n’est venu"];
}

/** @param {any} session */
function draw(session) {
  const [look, text] = verdict(session);
  const mute = session.state === "done" && !session.bytes;
  const strange = session.state === "done" && session.bytes > 0 && !session.fits.length;
  return [
    h("div.headline", null, h("h2", null, session.url), h("span.pill.push", { class: look, "data-learn": session.state }, text)),
    session.problem ? h("p.muted", null, session.problem) : null,
    mute ? h("p", null, "Est-il allumé ? Est-ce le bon câble ?") : null,
    strange ? h("p", null, "Essayez le protocole line-regex, ou envoyez l’enregistrement.") : null,
    session.fits.length ? h("div.scroll", null, h("table", null, h("thead", null, h("tr", null, ["Protocole", "Réglage", "Trames", "Octets compris", "Dernier poids"].map((one) => h("th", null, one)))), h("tbody", null, session.fits.map(fitRow)))) : null,
    session.proposal ? h("section.card.stack", null, h("h3", null, "À copier dans hangar.toml"), h("pre.lines", { id: "proposal" }, session.proposal)) : null,
    session.pieces.length ? h("section.card.stack", null, h("div.headline", null, h("h3", null, `${session.bytes} octets reçus`), h("a.button.push", { href: "/api/v1/devices/learn/recording.jsonl", download: "" }, icon("file-arrow-up"), "Enregistrement")), h("div.scroll.frames", null, h("table", null, h("tbody", null, [...session.pieces].reverse().map(row))))) : null,
  ];
}

/** @param {any} answer */
function show(answer) {
  if (answer.session) refill(heard, answer.session, () => draw(answer.session));
}

const read = () => get("devices/learn").then((answer) => { show(answer); showLink(true); }).catch(() => showLink(false));
const readPorts = () => get("devices/discovered").then((found) => refill(ports, found.items, () => found.items.filter((/** @type {any} */ one) => one.url).map(port))).catch(() => null);

header();
/** @type {HTMLInputElement} */ (url).value = new URLSearchParams(location.search).get("url") ?? "";
fill(by("main"),
  h("section.card.stack", null, h("p", null, "Branchez la balance, choisissez sa prise, posez un poids."), ports,
    h("div.field", null, url, seconds, button("Écouter", () => void listen(), { class: "primary", icon: "broadcast", id: "listen" })),
    h("label.tick", null, ask, "Demander un poids si rien ne vient (jamais de tare)")),
  heard);
void read();
void readPorts();
window.setInterval(() => void read(), EVERY_MS);
window.setInterval(() => void readPorts(), PLUGGED_MS);
