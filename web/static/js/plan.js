// Plan a day's rounds: stops are dragged, or moved by keys and buttons; nothing of others is overwritten.
import { command, get, items } from "./api.js";
import { catalogue } from "./catalogue.js";
import { button, by, fill, h, icon, refill } from "./dom.js";
import { ask, complain, header, notice, showLink } from "./floor.js";
import { askClash } from "./plan_asks.js";
import { farmSection } from "./plan_farms.js";
import { askOver, loadBox, tooMuch, turnButton } from "./plan_loads.js";
import { changed, FIELDS, freeName, moved, ordered, payload, placeOf, roundOf, same } from "./plan_model.js";
import { proposeOrder } from "./plan_order.js";
import { stopsOf } from "./plan_stops.js";
import { told } from "./told.js";
import { say, today } from "./words.js";

const EVERY_MS = 15000;
const NAMES = { vehicle: "Véhicule", driver: "Conduite", depart_at: "Départ" };
const main = by("main");
/** @type {import("./plan_model.js").Round[]} */
let rounds = [];
/** @type {import("./plan_model.js").Round[]} as the station knows them */
let read = [];
/** @type {any[]} order lines of the day */
let orders = [];
/** @type {import("./plan_loads.js").Facts} */
let facts = { vehicles: [], loads: {}, turns: [] };
const dayField = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: new URLSearchParams(location.search).get("date") ?? today(), "aria-label": "Jour de livraison", onchange: () => void changeDay() }));
const said = h("p.visually-hidden", { id: "said", "aria-live": "assertive" });
let day = dayField.value;

const unsaved = () => changed(rounds, read);
/** @param {string} customer */
const lines = (customer) => orders.filter((line) => line.customer === customer && line.state !== "cancelled").length;

/** Customers with orders and no stop. @returns {import("./plan_model.js").Stop[]} */
function waiting() {
  const placed = new Set(rounds.flatMap((round) => round.stops.map((stop) => stop.customer)));
  const names = new Map(orders.filter((line) => line.state !== "cancelled" && !placed.has(line.customer)).map((line) => [line.customer, line.customer_name]));
  return [...names].map(([customer, name]) => ({ customer, name, loaded: 0, expected: 0 })).sort((a, b) => a.name.localeCompare(b.name, "fr"));
}

/** @param {string} customer */
const whereIs = (customer) => placeOf(rounds, customer);

/** @param {import("./plan_model.js").Stop} stop @param {string | null} to @param {number} [place] */
function move(stop, to, place) {
  const from = whereIs(stop.customer).round;
  const put = () => {
    rounds = moved(rounds, stop, to, place);
    draw();
    const now = whereIs(stop.customer);
    said.textContent = now.round ? `${stop.name} : arrêt ${now.place + 1} de ${now.round.round}.` : `${stop.name} : sans tournée.`;
    document.querySelector(/** @type {string} */ (`[data-customer="${CSS.escape(stop.customer)}"]`))?.querySelector("button")?.focus();
  };
  if (stop.loaded && from?.round !== to) return ask(`${stop.loaded} caisses sont déjà dans le camion de ${from?.round}. Déplacer l’arrêt ?`, (close) => [h("div.actions", null, button("Déplacer", () => { close(); put(); }, { class: "danger" }), button(say("cancel"), close))]);
  return put();
}

const stops = stopsOf({ rounds: () => rounds, lines, move });

/** @param {import("./plan_model.js").Round} round */
function column(round) {
  const fixed = round.state === "departed";
  const differs = unsaved().includes(round);
  const put = (/** @type {Partial<import("./plan_model.js").Round>} */ change) => { rounds = rounds.map((one) => (one.round === round.round ? { ...one, ...change } : one)); };
  const set = (/** @type {"vehicle" | "driver" | "depart_at"} */ name) => (/** @type {any} */ event) => { put({ [name]: event.target.value.trim() }); drawBar(); drawLoad(round.round); };
  const drivers = rounds.filter((one) => one.round !== round.round).map((one) => one.driver);
  const paper = `/api/v1/documents/round/${encodeURIComponent(`${day}-${round.round}`)}.pdf`;
  return h("section.card.column", { "data-round": round.round, ...stops.dropping(round.round, fixed) },
    h("div.headline", null, h("h2", null, round.round), fixed ? h("span.pill.ok", null, icon("truck"), say("departed")) : differs ? h("span.pill.wait", null, "à enregistrer") : null, read.some((one) => one.round === round.round) ? h("a.button.push", { href: paper, target: "_blank", rel: "noopener" }, icon("file-pdf"), "Feuille") : null,
      !fixed && round.stops.length > 1 ? button("Proposer un ordre", () => void proposeOrder(roundNamed(round.round), (order) => { rounds = ordered(rounds, round.round, order); draw(); }).catch(complain), { class: "propose" }) : null),
    h("div.roundfields", null, FIELDS.map((name) => h("label.named", null, h("span", null, NAMES[name]), h("input", { type: name === "depart_at" ? "time" : "text", value: round[name], maxlength: "60", disabled: fixed, oninput: set(name), name, list: { vehicle: "vehicles", driver: "drivers" }[/** @type {string} */ (name)] ?? null })))),
    fixed || round.driver ? null : turnButton(facts, drivers, (name) => { put({ driver: name }); draw(); }),
    h("div.load", { "data-load": round.round, role: "group", "aria-label": `Charge de ${round.round}` }, loadBox(facts, round)),
    round.stops.length ? h("ol.stoplist", null, round.stops.map((stop, i) => stops.row(stop, round, i))) : h("p.muted", null, "Aucun arrêt. Déposez un client ici."),
    collects ? farmSection(round, { producers: producersByName, lines: (producer) => orders.filter((line) => line.producer === producer && line.state !== "cancelled").length, set: (farms, focus) => setFarms(round, farms, focus) }) : null);
}

/** @param {import("./plan_model.js").Round} round @param {import("./plan_model.js").Farm[]} farms @param {string} [focus] */
function setFarms(round, farms, focus) {
  rounds = rounds.map((one) => (one.round === round.round ? { ...one, farms } : one));
  draw();
  const at = farms.findIndex((farm) => farm.producer === focus);
  said.textContent = at < 0 ? `Ramassage de ${round.round} : ${farms.length} fermes.` : `${farms[at].name} : ferme ${at + 1} de ${round.round}.`;
  if (focus) /** @type {HTMLElement | null} */ (document.querySelector(`[data-round="${CSS.escape(round.round)}"] [data-producer="${CSS.escape(focus)}"] .grip`))?.focus();
}

function aside() {
  const list = waiting();
  const known = customersByName().filter((one) => !whereIs(one.code).round && !list.some((stop) => stop.customer === one.code));
  const add = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": "Autre client", onchange: () => { const one = known.find((each) => each.code === add.value); if (one) move({ customer: one.code, name: one.name, loaded: 0, expected: 0 }, stops.neighbour(null, 1)); } }, h("option", { value: "" }, "Autre client…"), known.map((one) => h("option", { value: one.code }, one.name))));
  return h("section.card.column.waiting", { "data-round": "", ...stops.dropping(null, false) }, h("h2", null, list.length ? `Sans tournée (${list.length})` : "Tous ont une tournée"), h("ul.stoplist", null, list.map((stop) => stops.row(stop, null, 0))), rounds.length ? add : null);
}

/** @type {Map<string, any>} */
let customers = new Map();
/** @type {{code: string, name: string}[]} */
let producersByName = [];
const collects = !(document.body.dataset.absent ?? "").split(" ").includes("pickups");
const customersByName = () => [...customers.values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));

function newRound() {
  rounds = [...rounds, { round: freeName(rounds), version: 0, state: "planned", vehicle: "", driver: "", depart_at: "", stops: [], farms: [] }];
  draw();
}

function drawBar() {
  const count = unsaved().length;
  refill(by("bar"), count, () => [dayField, button("Nouvelle tournée", newRound, { icon: "plus", id: "new" }),
    h("span.push", null, count ? button("Annuler", () => { rounds = read; draw(); }, { id: "undo" }) : null, button(count ? `Enregistrer (${count})` : "Tout est enregistré", () => void save()?.catch(complain), { class: "primary", id: "save", disabled: !count, icon: "check-fat" }))]);
}

/** @param {string} id @param {string[]} names */
const suggested = (id, names) => h("datalist", { id }, names.map((value) => h("option", { value })));

function draw() {
  drawBar();
  fill(by("suggested"), suggested("vehicles", facts.vehicles.map((one) => one.name)), suggested("drivers", facts.turns.map((one) => one.name)));
  fill(by("columns"), aside(), ...rounds.map(column));
}

/** @param {string} name */
const roundNamed = (name) => /** @type {import("./plan_model.js").Round} */ (rounds.find((one) => one.round === name));

/** @param {string} name */
const drawLoad = (name) => fill(/** @type {Element} */ (document.querySelector(`[data-load="${CSS.escape(name)}"]`)), ...loadBox(facts, roundNamed(name)));

/** What is planned over a vehicle's limits is said first, and saved only when a person says so. */
function save() {
  const over = unsaved().flatMap((round) => tooMuch(facts, round).map((words) => `${round.round} : ${words}`));
  return over.length ? askOver(over, () => void send().catch(complain)) : send();
}

/** Save what changed, all of it or nothing. */
async function send() {
  const answer = await command("ImportRows", { source: "planification", rounds: unsaved().map((round) => payload(day, round)) });
  if (answer.outcome === "accepted") {
    await load().catch(complain);
    return notice("C’est enregistré.", "ok");
  }
  if (answer.refusal.code === "changed_meanwhile" || answer.refusal.code === "round_departed") return compare();
  return told(answer);
}

const fetched = async () => (await items(`rounds?date=${day}`)).map(roundOf);

/** Somebody else saved a round that is changed here: show what they did, and let a person choose. */
async function compare() {
  const theirs = await fetched();
  const clashes = unsaved().map((mine) => ({ mine, theirs: theirs.find((one) => one.round === mine.round), before: read.find((one) => one.round === mine.round) ?? { ...mine, vehicle: "", driver: "", depart_at: "", stops: [], farms: [] } }))
    .filter(({ mine, theirs: other }) => other && other.version !== mine.version);
  const others = theirs.filter((one) => !unsaved().some((mine) => mine.round === one.round));
  const take = (/** @type {boolean} */ keepMine) => {
    const kept = unsaved().map((mine) => { const other = theirs.find((one) => one.round === mine.round); const clash = clashes.some((one) => one.mine === mine); return clash && (!keepMine || other?.state === "departed") ? other ?? mine : { ...mine, version: other?.version ?? 0 }; });
    read = theirs;
    rounds = sorted([...others, ...kept]);
    draw();
  };
  askClash(clashes, take);
}

/** @param {import("./plan_model.js").Round[]} list */
const sorted = (list) => [...list].sort((a, b) => a.round.localeCompare(b.round, "fr", { numeric: true }));

async function load() {
  const [found, lineList, known] = await Promise.all([fetched(), items(`orders?date=${day}`), get(`plan?date=${day}`)]);
  showLink(true);
  facts = known;
  read = sorted(found);
  rounds = read;
  orders = lineList;
  draw();
}

/** What others saved comes in where nothing is changed here. */
async function refresh() {
  if (document.hidden || stops.dragging() || document.querySelector(".ask") || unsaved().length) return;
  const [list, known] = await Promise.all([fetched(), get(`plan?date=${day}`)]);
  const found = sorted(list);
  showLink(true);
  facts = known;
  for (const round of rounds) drawLoad(round.round);
  if (found.length === read.length && found.every((one, i) => one.version === read[i].version && one.state === read[i].state && same(one, read[i]))) return;
  read = found;
  rounds = found;
  draw();
}

async function changeDay() {
  if (unsaved().length) {
    dayField.value = day;
    return notice("Enregistrez d’abord, ou annulez.", "stop");
  }
  day = dayField.value;
  history.replaceState(null, "", `/plan?date=${day}`);
  return load().catch(complain);
}

async function begin() {
  header();
  fill(main, h("div.headline", { id: "bar" }), h("p.muted", { id: "keys" }, "Glissez un client. Ou au clavier : flèches pour aller, Alt + flèches pour déplacer."), h("div.planning", { id: "columns" }), h("div", { id: "suggested", hidden: true }), said);
  customers = await catalogue("customers");
  if (collects) producersByName = [...(await catalogue("producers")).values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
  await load();
  window.addEventListener("beforeunload", (event) => { if (unsaved().length) event.preventDefault(); });
  window.setInterval(() => void refresh().catch(() => showLink(false)), EVERY_MS);
}

begin().catch(complain);
