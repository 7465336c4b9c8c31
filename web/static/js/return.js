// The stop sheet that came back on paper, entered in one screen: the phone's own commands.
import { command, get } from "./api.js";
import { learn } from "./catalogue.js";
import { button, by, fill, h, icon } from "./dom.js";
import { REFUSALS } from "./drive_asks.js";
import { coldOf, cratesOf, withFull } from "./drive_facts.js";
import { complain, header, notice, showLink } from "./floor.js";
import { nameOf } from "./hand_foot.js";
import { amount, french, refusalText, say } from "./words.js";

const round = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const FACT = { judged: { verdict: "ok", snapshot: null }, reader: "sheet", at: null }; // hands have done it, at an hour that is not on the paper: it is taken as it is
/** @type {any} */
let sheet = null;
/** What the station took of this sheet: a second try sends the rest alone. */
const taken = new Set();
/** @type {string[]} */
let refusals = [];

/** @param {string} name @param {string} label @param {number | string} value @param {number} most */
const number = (name, label, value, most) => h("label", null, h("span", null, label), h("input", { type: "number", name, min: "0", max: String(most), step: "1", value: String(value), inputmode: "numeric" }));
/** Degrees with one decimal; an empty field was not measured. @param {any} stop @param {string} kind */
const degrees = (stop, kind) => h("label", null, h("span", null, say(`class_${kind}`)), h("input", { type: "number", name: `celsius ${stop.customer} ${kind}`, min: "-60", max: "100", step: "0.1", inputmode: "decimal" }));
/** @param {string} name @param {string} label @param {boolean} [checked] */
const tick = (name, label, checked = false) => h("label", null, h("input", { type: "checkbox", name, checked }), h("span", null, label));

/** @param {any} row */
function crateName(row) {
  const first = row.contents[0] ?? {};
  const product = sheet.products[first.product];
  return [product?.name ?? first.product, amount(first, product?.unit), `…${(row.codes[0] ?? row.id).slice(-5)}`].filter(Boolean).join(" · ");
}

/** @param {any} row */
function crateLine(row) {
  return h("li.row", null, h("div", null, h("b", null, crateName(row))), h("span.end", null, h("label", null, h("span", null, say("return_refused")), h("select", { name: `refused ${row.id}` }, h("option", { value: "" }, "—"), Object.keys(REFUSALS).map((key) => h("option", { value: key }, say(key)))))));
}

/** @param {any} stop */
function stopCard(stop) {
  const crates = cratesOf(sheet, stop);
  if (stop.delivered_at) return h("section.stopcard.told", { "data-customer": stop.customer }, h("h2", null, icon("check-fat"), ` ${stop.stop} · ${stop.name} · ${say("drive_done")}`));
  return h("section.stopcard", { "data-customer": stop.customer }, h("h2", null, `${stop.stop} · ${stop.name}`),
    h("div.sheetfoot", null, tick(`visited ${stop.customer}`, say("return_visited"), Boolean(sheet.round.departed_at)), tick(`unsigned ${stop.customer}`, say("drive_unsigned"))),
    h("ul.list", null, crates.map(crateLine)),
    coldOf(stop).length ? h("div.sheetfoot", null, coldOf(stop).map((kind) => degrees(stop, kind))) : null,
    h("div.sheetfoot", null, sheet.crate_types.flatMap((/** @type {any} */ type) => [
      number(`taken ${stop.customer} ${type.code}`, `${type.name} : ${say("drive_taken")}`, 0, 1000), number(`given ${stop.customer} ${type.code}`, `${type.name} : ${say("drive_left")}`, 0, 1000)])));
}

/** What the sheet says of farms; fetched for rounds that collect. @type {typeof import("./pickup_return.js") | null} */
let farms = null;

/** The commands of one filled sheet, refusals before deliveries. @param {FormData} form */
async function commands(form) {
  const found = [];
  for (const stop of sheet.stops.filter((/** @type {any} */ one) => !one.delivered_at && form.get(`visited ${one.customer}`))) {
    const crates = cratesOf(sheet, stop).map((row) => row.id);
    const refused = crates.filter((id) => form.get(`refused ${id}`));
    for (const crate of refused) found.push({ type: "ReturnCrate", data: { crate, reason: await french(String(form.get(`refused ${crate}`))) }, name: `${stop.name} · ${crateName(cratesOf(sheet, stop).find((row) => row.id === crate))}` });
    for (const kind of coldOf(stop).filter((one) => form.get(`celsius ${stop.customer} ${one}`))) {
      found.push({ type: "NoteStopTemperature", data: { round, customer: stop.customer, temperature_class: kind, celsius_tenths: Math.round(Number(form.get(`celsius ${stop.customer} ${kind}`)) * 10) }, name: `${stop.name} · °C` });
    }
    const counted = (/** @type {string} */ way, /** @type {string} */ type) => Number(form.get(`${way} ${stop.customer} ${type}`));
    const empties = Object.fromEntries(sheet.crate_types.map((/** @type {any} */ { code }) => [code, { given: counted("given", code), taken: counted("taken", code) }]));
    const left = crates.filter((id) => !refused.includes(id));
    found.push({ type: "DeliverStop", data: { round, customer: stop.customer, crates: left, unsigned: Boolean(form.get(`unsigned ${stop.customer}`)), empties: withFull(sheet, left, empties) }, name: stop.name });
  }
  if (farms) found.push(...await farms.collected(sheet, form));
  if (form.get("kilometres")) found.push({ type: "RecordRoundCost", data: { round, kilometres: Number(form.get("kilometres")), minutes: Number(form.get("minutes") || 0) }, name: say("return_km") });
  return found;
}

/** Send what is not taken yet; what is refused is named with its reason. @param {FormData} typed */
async function send(typed) {
  refusals = [];
  for (const { type, data, name } of await commands(typed)) {
    const key = JSON.stringify([type, data]);
    if (taken.has(key)) continue;
    const answer = await command(type, data, FACT);
    if (answer.outcome === "refused") refusals.push(`${name} : ${refusalText(answer.refusal)}`);
    else taken.add(key);
  }
}

/** @param {SubmitEvent} event */
async function save(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const typed = new FormData(form);
  const buttons = [...form.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true; // a second touch would enter it twice
  try {
    await send(typed);
    await read(typed);
    notice(say(refusals.length ? "return_some" : "return_saved"), refusals.length ? "stop" : "ok");
  } catch (error) {
    await read(typed).catch(() => null); // what was taken is told; the rest stands as it was typed
    complain(error);
  }
  for (const one of buttons) one.disabled = false;
}

/** What the station did not take, over the sheet for as long as it is so. */
const refused = () => (refusals.length ? h("ul.list", { id: "refused", role: "alert" }, refusals.map((text) => h("li.said.stop", null, icon("warning"), h("span", null, text)))) : null);

/** Put back what was typed, where the sheet still asks for it. @param {FormData} typed */
function retype(typed) {
  for (const field of document.querySelectorAll(".returnsheet [name]")) {
    const input = /** @type {HTMLInputElement} */ (field);
    if (input.type === "checkbox") input.checked = typed.has(input.name);
    else if (typed.has(input.name)) input.value = String(typed.get(input.name));
  }
}

/** @param {FormData | null} [typed] */
async function read(typed = null) {
  sheet = await get(`rounds/${encodeURIComponent(round)}/drive`);
  showLink(true);
  for (const kind of ["products", "producers", "customers"]) learn(kind, sheet[kind]);
  farms = sheet.farms.length ? await import("./pickup_return.js") : null;
  by("title").textContent = `${say("post_return")} · ${nameOf(sheet.round)}`;
  if (sheet.round.closed) return fill(by("main"), refused(), h("p.question", null, icon("check-fat"), ` ${say("drive_closed")}`));
  fill(by("main"), refused(), h("p.question", null, say("return_copy")),
    h("form.returnsheet", { onsubmit: (/** @type {any} */ event) => void save(event) }, ...sheet.stops.map(stopCard), ...(farms ? sheet.farms.map((/** @type {any} */ farm) => farms?.farmCard(sheet, farm, { number, tick })) : []),
      h("section.stopcard", null, h("div.sheetfoot", null, number("kilometres", say("return_km"), "", 1500), number("minutes", say("return_minutes"), "", 1440))),
      h("div.actions", null, h("button.button.go", { type: "submit", id: "save" }, icon("check-fat"), h("span", null, say("return_save"))), button(say("cancel"), () => history.back()))));
  if (typed) retype(typed);
}

header();
void read().catch(complain);
