// The cold room: the door is scanned, then the crates; the room's temperature is noted by hand.
import { command } from "./api.js";
import { about, catalogue } from "./catalogue.js";
import { button, by, classSign, fill, h, tile } from "./dom.js";
import { ask, complain, header, notice } from "./floor.js";
import { celsiusPad } from "./keypad.js";
import { contextsOf, follow, readPost, scanned, wiredReader } from "./post.js";
import { refused } from "./refused.js";
import { showVerdict, what } from "./verdict.js";
import { play } from "./tones.js";
import { celsius, clock, say } from "./words.js";

const SHOWN = 6;
const main = by("main");
/** @type {any} */
let state = null;
/** @type {string | null} */
let zone = null;
/** @type {any[]} */
let stored = [];
let count = 0;

/** @param {any} row */
const zoneSign = (row) => h("span", { class: `class-${row.temperature_class}` }, classSign(row.temperature_class));

/** @param {any} row */
const limit = (row) => (row.max_celsius_tenths === null || row.max_celsius_tenths === undefined ? say(`class_${row.temperature_class}`) : say("max_temperature", { max: celsius(row.max_celsius_tenths) }));

/** The last temperature of a room, with its hour. @param {any} row */
const measured = (row) => (row.celsius_at ? say("measured", { celsius: celsius(row.celsius_tenths), time: clock(row.celsius_at) }) : "");

async function drawZones() {
  const zones = [...(await catalogue("zones")).values()];
  fill(main, h("p.question", null, say("store_scan_door"), h("small", null, say("store_then"))),
    h("div.tiles.big", null, zones.map((row) => tile({ picture: zoneSign(row), title: row.name, small: limit(row), onclick: () => void touch(row) }))));
}

/** A touched zone is set at the wired reader too, as if its door were scanned. @param {any} row */
async function touch(row) {
  const reader = wiredReader(state);
  if (row.card) await scanned(row.card, reader ? { reader } : {});
  enter(row.code);
}

/** @param {string} code */
function enter(code) {
  if (code === zone) return;
  zone = code;
  stored = [];
  count = 0;
  draw();
}

function draw() {
  const row = about("zones", zone) ?? { name: zone, temperature_class: "ambiant" };
  fill(main, h("div.split", null,
    h("section.panel.center", { class: `class-${row.temperature_class}` }, classSign(row.temperature_class, "huge"),
      h("p.question.zonename", null, row.name), h("p", null, [limit(row), measured(row)].filter(Boolean).join(" · ")), h("p.question.light", null, say("store_scan_crates"))),
    h("aside.column", null, h("div.panel.sum", null, h("span.lead", null, say("stored_here")), h("p", null, h("b.entry", null, count))),
      h("ul.list.grow", null, stored.length ? stored.map((crate) => h("li.row", null, what(crate))) : h("li.lead", null, say("store_nothing"))))),
    h("div.actions", null, button(say("store_other"), () => { zone = null; void drawZones(); }, { icon: "arrow-left" }),
      button(say("store_temperature"), askTemperature, { icon: "thermometer" })));
}

function askTemperature() {
  const row = about("zones", zone);
  ask(`${row?.name ?? ""} : ${say("ask_temperature")}`, (close) => {
    const pad = celsiusPad(row?.temperature_class, (tenths) => { close(); void note(tenths); });
    return [h("div.padask", null, h("div.column", null, pad.entry, h("div.actions", null, pad.ok, button(say("cancel"), close))), pad.pad)];
  });
}

/** @param {number} tenths */
async function note(tenths) {
  try {
    const answer = await command("RecordTemperature", { zone, celsius_tenths: tenths });
    if (refused(answer)) return;
    const tooWarm = answer.events?.some((/** @type {any} */ event) => event.type === "TemperatureRecorded" && event.data?.alarm);
    Object.assign(about("zones", zone) ?? {}, { celsius_tenths: tenths, celsius_at: new Date().toISOString() });
    draw();
    play(tooWarm ? "blocked" : "ok");
    notice(say(tooWarm ? "temperature_high" : "temperature_noted"), tooWarm ? "stop" : "ok");
  } catch (error) {
    complain(error);
  }
}

/** @param {any} answer */
function onVerdict(answer) {
  if (answer.crate && ["ok", "done"].includes(answer.verdict)) {
    stored = [answer.crate, ...stored].slice(0, SHOWN);
    count += 1;
    if (zone) draw();
  }
  showVerdict(answer, { flash: true });
}

/** @param {any} event */
function onContext(event) {
  for (const context of contextsOf(event)) if (context.zone) enter(context.zone);
}

async function begin() {
  header();
  await Promise.all(["products", "producers", "zones"].map(catalogue));
  state = await readPost();
  await drawZones();
  onContext(state.readers ?? {});
  follow({ handlers: { context: onContext }, onVerdict, context: () => (zone ? { zone } : {}) });
}

begin().catch(complain);
