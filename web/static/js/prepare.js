// The preparation: one product for all customers, then the next; weighed or counted into each one's crate.
import { command, items } from "./api.js";
import { about, catalogue, crateTypePicture, customerPicture, productPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon, refill, tile } from "./dom.js";
import { ask, complain, follow, header, notice } from "./floor.js";
import { drawScale, scaleMemory, sentence } from "./scale.js";
import { refused } from "./refused.js";
import { play } from "./tones.js";
import { showVerdict } from "./verdict.js";
import { kilograms, say, unitName, weight } from "./words.js";

const main = by("main");
const scale = scaleMemory();
/** @type {any[]} */
let products = [];
/** @type {string | null} */
let product = null;
/** @type {string | null} */
let source = null;
/** @type {string | null} */
let line = null;
/** The crate the portion is weighed in, whose tare the station takes off. @type {string | null} */
let inside = null;
let busy = false;

/** @param {any} one */
const need = (one) => one.need_g ?? one.need_count ?? 0;
/** @param {any} one */
const picked = (one) => (one.need_g === null || one.need_g === undefined ? one.picked_count : one.picked_g) ?? 0;
/** A weighed part is never exact: within a twentieth it is done. @param {any} one */
const isDone = (one) => (one.done !== undefined ? one.done : picked(one) >= need(one) * (one.need_g ? 0.95 : 1));
/** @param {any} item */
const left = (item) => item.lines.filter((/** @type {any} */ one) => !isDone(one)).length;
/** @param {any} one @param {string} unit @param {number} value */
const size = (one, unit, value) => (one.need_g ? weight(value) : `${value} ${unitName(unit, value)}`);

async function read() {
  products = await items("preparation");
  draw();
}

function drawProducts() {
  const todo = products.filter((item) => left(item) > 0);
  const done = products.filter((item) => left(item) === 0);
  fill(main, h("p.question", null, products.length ? say(todo.length ? "prepare_ask" : "prepare_all_done") : say("prepare_none")),
    h("div.tiles", null, [...todo, ...done].map((item) => tile({
      picture: left(item) ? food(productPicture(item)) : icon("check-fat"), title: item.name, class: left(item) ? "todo" : "",
      small: `${item.lines.length - left(item)} / ${item.lines.length}`, onclick: () => choose(item.product) }))));
}

/** @param {string | null} code */
function choose(code) {
  product = code;
  source = null;
  line = null;
  draw();
}

function draw() {
  const item = products.find((one) => one.product === product);
  if (!item) return drawProducts();
  const from = item.from.find((/** @type {any} */ one) => one.crate === source) ?? item.from[0] ?? null;
  const now = item.lines.find((/** @type {any} */ one) => one.order_line === line && !isDone(one)) ?? item.lines.find((/** @type {any} */ one) => !isDone(one)) ?? null;
  fill(main, h("div.split.prepare", null,
    h("div.column", null, sourceBox(item, from), now ? (from ? putBox(item, now, from) : h("section.panel.center.grow", null, icon("warning", "huge"), h("p.question", null, say("prepare_no_stock")))) : doneBox()),
    h("aside.column", null, h("ol.list.grow", null, item.lines.map((/** @type {any} */ one) => lineRow(item, one, one === now))))),
    h("div.actions", null, button(say("other_product"), () => choose(null), { icon: "arrow-left" }),
    item.unit === "kg" ? button(inside ? `${say("prepare_in")} ${about("crate-types", inside)?.name}` : say("prepare_bare"), askInside, { icon: "scales" }) : null,
    now?.into ? button(say("prepare_close"), () => void closeCrate(now), { icon: "printer", id: "close" }) : null));
  refresh();
}

/** Where a crate stands and what is left in it. @param {any} item @param {any} one */
const place = (item, one) => [one.zone ?? say("quay"), one.net_g && item.unit === "kg" ? weight(one.net_g) : `${one.count ?? ""} ${unitName(item.unit, one.count ?? 2)}`, one.lot].join(" · ");

/** @param {any} item @param {any} from */
function sourceBox(item, from) {
  const others = item.from.length > 1 ? button(say("prepare_other", { n: item.from.length - 1 }), () => askSource(item, from), { icon: "package", id: "other-source" }) : null;
  return h("div.subject", null, food(productPicture(item)), h("div", null, h("b", null, item.name), h("span", null, from ? `${say("prepare_take")} : ${place(item, from)}` : "")), others);
}

/** Take from another crate: touched here, or scanned. @param {any} item @param {any} from */
function askSource(item, from) {
  ask(say("prepare_scan"), (close) => [h("div.list", null, item.from.map((/** @type {any} */ one) => h("button.row.whole", { type: "button", class: one === from ? "now" : "", onclick: () => { close(); source = one.crate; draw(); } },
    food("caisse"), h("b", null, place(item, one))))), button(say("cancel"), close)]);
}

/** @param {any} item @param {any} now @param {any} from */
function putBox(item, now, from) {
  const rest = need(now) - picked(now);
  const go = h("div", { id: "go" });
  const amount = now.need_g ? h("section.panel.scale.small", { id: "scale" }) : counter(Math.max(rest, 1));
  go.addEventListener("pick", (event) => void pick(item, now, from, /** @type {CustomEvent} */ (event).detail));
  return h("section.panel.put.grow", { "data-line": now.order_line },
    h("div.whom", null, food(customerPicture(about("customers", now.customer.code) ?? now.customer), "huge"), h("div", null, h("p.lead", null, say("prepare_put")), h("p.figure", null, size(now, item.unit, rest)), h("p.name", null, now.customer.name), h("p.lead", null, now.into ? say("prepare_with", { crate: now.into_code ?? now.into }) : say("prepare_fresh")))),
    amount, h("div", { id: "said" }), go);
}

const tare = () => about("crate-types", inside)?.tare_g ?? 0;

/** Choose the empty crate that stands under the portion, or none. */
function askInside() {
  const choose = (/** @type {string | null} */ code) => { inside = code; draw(); };
  ask(say("ask_crate_type"), (close) => [h("div.tiles", null,
    tile({ picture: icon("scales"), title: say("prepare_bare"), pressed: inside === null, onclick: () => { close(); choose(null); } }),
    [...(types?.values() ?? [])].map((row) => tile({ picture: food(crateTypePicture(row)), title: row.name, small: weight(row.tare_g), pressed: row.code === inside, onclick: () => { close(); choose(row.code); } })))]);
}

/** The customer's crate is full: its label with the contents is printed. @param {any} now */
async function closeCrate(now) {
  try {
    const answer = await command("CloseCrate", { crate: now.into });
    if (refused(answer)) return;
    play("ok");
    notice(say("prepare_closed"), "ok");
  } catch (error) {
    complain(error);
  }
}

/** @type {Map<string, any> | null} */
let types = null;
let counted = 1;
/** @param {number} start */
function counter(start) {
  counted = start;
  const shown = h("b.numbers", null, counted);
  const change = (/** @type {number} */ by) => { counted = Math.max(1, counted + by); shown.textContent = String(counted); refresh(); };
  return h("div.counter", null, button("−", () => change(-1)), shown, button("+", () => change(1)));
}

const doneBox = () => h("section.panel.center.grow", null, icon("check-fat", "huge"), h("p.question", null, say("prepare_done")), button(say("prepare_next"), () => choose(products.find((item) => left(item) > 0)?.product ?? null), { class: "primary go", icon: "arrow-right" }));

/** @param {any} item @param {any} one @param {boolean} now */
function lineRow(item, one, now) {
  return h("li", null, h("button.row.whole", { type: "button", class: now ? "now" : "", disabled: isDone(one), onclick: () => { line = one.order_line; draw(); } },
    food(customerPicture(about("customers", one.customer.code) ?? one.customer)), h("div", null, h("b", null, one.customer.name), h("small", null, size(one, item.unit, need(one)))),
    h("span.end", null, isDone(one) ? icon("check-fat", "tick") : "")));
}

/** Draw what moves: the weight and the button that takes it. */
function refresh() {
  const go = document.getElementById("go");
  if (!go) return;
  const panel = document.getElementById("scale");
  const receipt = scale.weighing?.receipt;
  const send = (/** @type {any} */ detail) => go.dispatchEvent(new CustomEvent("pick", { detail }));
  if (panel) drawScale(panel, scale.weighing, { online: scale.online, tare_g: tare() });
  const [text, kind] = panel ? sentence(scale.weighing, scale.online) : ["", ""];
  const asked = text === say("put_crate") ? say("prepare_put_on") : text; // the portion, not a full crate
  fill(document.getElementById("said") ?? h("i"), panel && !receipt ? h("p.said", { class: kind }, icon(kind === "stop" ? "warning" : "scales"), asked) : null);
  const button_text = panel ? say("prepare_weigh", { kg: kilograms((receipt?.gross_g ?? 0) - tare(), 2) }) : say("prepare_count", { n: counted });
  refill(go, panel && !receipt ? null : [button_text, receipt?.id, busy], () => [panel && !receipt ? null : button(button_text, () => send(panel ? { weigh: { receipt: receipt.id } } : { count: counted }), { class: "primary wide", icon: "check-fat", disabled: busy, id: "pick" })]);
}

/** @param {any} item @param {any} now @param {any} from @param {any} how */
async function pick(item, now, from, how) {
  if (!from || busy) return;
  busy = true;
  refresh();
  try {
    const answer = await command("PickToCustomer", { from: from.crate, customer: now.customer.code, round: now.round, order_line: now.order_line, into: now.into ?? null, ...how, ...(how.weigh && inside ? { crate_type: inside } : {}) });
    if (!refused(answer)) {
      play("ok");
      notice(say("prepare_picked", { customer: now.customer.name }), "ok");
      line = null;
    }
  } catch (error) {
    complain(error);
  }
  busy = false;
  await read().catch(complain);
}

/** A scanned crate becomes the source when it is one of this product's. @param {any} answer */
function onVerdict(answer) {
  const item = products.find((one) => one.from.some((/** @type {any} */ from) => from.crate === answer.crate?.id));
  if (!item) return showVerdict(answer, { flash: true });
  play("ok");
  product = item.product;
  source = answer.crate.id;
  draw();
}

async function begin() {
  header();
  await Promise.all(["products", "producers", "customers", "crate-types"].map(catalogue));
  types = await catalogue("crate-types");
  await read();
  follow({
    handlers: { weighing: (weighing) => { scale.set(weighing); refresh(); } },
    onVerdict, onState: (online) => { scale.link(online); refresh(); },
  });
}

begin().catch(complain);
