// The stop sheet that came back on paper, entered in one screen: the phone's own commands.
import { command, get } from "./api.js";
import { learn } from "./catalogue.js";
import { button, by, fill, h, icon } from "./dom.js";
import { REFUSALS } from "./drive_asks.js";
import { cratesOf, withFull } from "./drive_facts.js";
import { complain, header, notice, showLink } from "./floor.js";
import { nameOf } from "./hand_views.js";
import { amount, french, say } from "./words.js";

const round = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const FACT = { judged: { verdict: "ok", snapshot: null }, reader: "sheet" }; // hands have done it: it is taken as it is
/** @type {any} */
let sheet = null;

/** @param {string} name @param {string} label @param {number | string} value @param {number} most */
const number = (name, label, value, most) => h("label", null, h("span", null, label), h("input", { type: "number", name, min: "0", max: String(most), step: "1", value: String(value), inputmode: "numeric" }));
/** @param {string} name @param {string} label @param {boolean} [checked] */
const tick = (name, label, checked = false) => h("label", null, h("input", { type: "checkbox", name, checked }), h("span", null, label));

/** @param {any} row */
function crateLine(row) {
  const first = row.contents[0] ?? {};
  const product = sheet.products[first.product];
  const name = [product?.name ?? first.product, amount(first, product?.unit), `…${(row.codes[0] ?? row.id).slice(-5)}`].filter(Boolean).join(" · ");
  return h("li.row", null, h("div", null, h("b", null, name)), h("span.end", null, h("label", null, h("span", null, say("return_refused")), h("select", { name: `refused ${row.id}` }, h("option", { value: "" }, "—"), Object.keys(REFUSALS).map((key) => h("option", { value: key }, say(key)))))));
}

/** @param {any} stop */
function stopCard(stop) {
  const crates = cratesOf(sheet, stop);
  if (stop.delivered_at) return h("section.stopcard.told", { "data-customer": stop.customer }, h("h2", null, icon("check-fat"), ` ${stop.stop} · ${stop.name} · ${say("drive_done")}`));
  return h("section.stopcard", { "data-customer": stop.customer }, h("h2", null, `${stop.stop} · ${stop.name}`),
    h("div.sheetfoot", null, tick(`visited ${stop.customer}`, say("return_visited"), true), tick(`unsigned ${stop.customer}`, say("drive_unsigned"))),
    h("ul.list", null, crates.map(crateLine)),
    h("div.sheetfoot", null, sheet.crate_types.flatMap((/** @type {any} */ type) => [
      number(`taken ${stop.customer} ${type.code}`, `${type.name} : ${say("drive_taken")}`, 0, 1000), number(`given ${stop.customer} ${type.code}`, `${type.name} : ${say("drive_left")}`, 0, 1000)])));
}

/** The commands of one filled sheet, refusals before deliveries. @param {FormData} form */
async function commands(form) {
  const found = [];
  for (const stop of sheet.stops.filter((/** @type {any} */ one) => !one.delivered_at && form.get(`visited ${one.customer}`))) {
    const crates = cratesOf(sheet, stop).map((row) => row.id);
    const refused = crates.filter((id) => form.get(`refused ${id}`));
    for (const crate of refused) found.push(["ReturnCrate", { crate, reason: await french(String(form.get(`refused ${crate}`))) }]);
    const counted = (/** @type {string} */ way, /** @type {string} */ type) => Number(form.get(`${way} ${stop.customer} ${type}`));
    const empties = Object.fromEntries(sheet.crate_types.map((/** @type {any} */ { code }) => [code, { given: counted("given", code), taken: counted("taken", code) }]));
    const left = crates.filter((id) => !refused.includes(id));
    found.push(["DeliverStop", { round, customer: stop.customer, crates: left, unsigned: Boolean(form.get(`unsigned ${stop.customer}`)), empties: withFull(sheet, left, empties) }]);
  }
  if (form.get("kilometres")) found.push(["RecordRoundCost", { round, kilometres: Number(form.get("kilometres")), minutes: Number(form.get("minutes") || 0) }]);
  return found;
}

/** @param {SubmitEvent} event */
async function save(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const all = await commands(new FormData(form));
  form.querySelectorAll("button").forEach((one) => one.setAttribute("disabled", ""));
  try {
    const answers = [];
    for (const [type, data] of all) answers.push(await command(type, data, FACT));
    const refused = answers.some((answer) => answer.outcome === "refused");
    await read();
    notice(say(refused ? "return_some" : "return_saved"), refused ? "stop" : "ok");
  } catch (error) {
    await read().catch(() => null); // what was taken is told; the rest can be entered again
    complain(error);
  }
}

async function read() {
  sheet = await get(`rounds/${encodeURIComponent(round)}/drive`);
  showLink(true);
  for (const kind of ["products", "producers", "customers"]) learn(kind, sheet[kind]);
  by("title").textContent = `${say("post_return")} · ${nameOf(sheet.round)}`;
  if (sheet.round.closed) return fill(by("main"), h("p.question", null, icon("check-fat"), ` ${say("drive_closed")}`));
  fill(by("main"), h("p.question", null, say("return_copy")),
    h("form.returnsheet", { onsubmit: (/** @type {any} */ event) => void save(event) }, ...sheet.stops.map(stopCard),
      h("section.stopcard", null, h("div.sheetfoot", null, number("kilometres", say("return_km"), "", 1500), number("minutes", say("return_minutes"), "", 1440))),
      h("div.actions", null, h("button.button.go", { type: "submit", id: "save" }, icon("check-fat"), h("span", null, say("return_save"))), button(say("cancel"), () => history.back()))));
}

header();
void read().catch(complain);
