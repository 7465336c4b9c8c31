// The preparation: a walk by product for all customers, or by customer; weighed or counted into each one's crate.
import { command, items } from "./api.js";
import { about, catalogue, crateTypePicture, customerPicture, productPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon, refill, tile } from "./dom.js";
import { ask, complain, header, notice } from "./floor.js";
import { follow } from "./post.js";
import { drawScale, scaleMemory, sentence } from "./scale.js";
import { askShort } from "./prepare_instead.js";
import { askSource, counter, lineRow, place, size } from "./prepare_views.js";
import { customersOf, isDone, left, picked, rowsOf, target } from "./prepare_walk.js";
import { refused } from "./refused.js";
import { drawTarget } from "./target_bar.js";
import { play } from "./tones.js";
import { showVerdict } from "./verdict.js";
import { kilograms, say, weight } from "./words.js";

const main = by("main");
const scale = scaleMemory();
/** @type {any[]} */
let products = [];
/** @type {string | null} */
let product = null;
/** In a walk by customer: whose crate is filled. @type {string | null} */
let customer = null;
let byCustomer = false;
/** The crate last filled: it can be closed when its customer's last line is done. @type {string | null} */
let filled = null;
/** @type {string | null} */
let source = null;
/** @type {string | null} */
let line = null;
/** The crate the portion is weighed in, whose tare the station takes off. @type {string | null} */
let inside = null;
let busy = false;
/** @type {any} */
let printer = null;
let counted = 1;

const nothingChosen = () => product === null && customer === null;

async function read() {
  products = await items("preparation");
  draw();
}

/** Touch how to walk: by product for all customers, or by customer. */
const walks = () => h("div.actions", null, [["prepare_by_product", false, "package"], ["prepare_by_customer", true, "users"]].map(([word, by_customer, sign]) =>
  h("button.button", { type: "button", "aria-pressed": String(byCustomer === by_customer), onclick: () => { byCustomer = Boolean(by_customer); draw(); } }, icon(String(sign)), h("span", null, say(String(word))))));

function drawStart() {
  const groups = byCustomer
    ? customersOf(products).map(({ customer: whom, rows }) => ({ rows, title: whom.name, picture: () => food(customerPicture(about("customers", whom.code) ?? whom)), enter: () => choose(null, whom.code) }))
    : products.map((item) => ({ rows: rowsOf([item], { product: null, customer: null }), title: item.name, picture: () => food(productPicture(item)), enter: () => choose(item.product, null) }));
  const todo = groups.filter(({ rows }) => left(rows) > 0);
  const done = groups.filter(({ rows }) => left(rows) === 0);
  const asked = say(byCustomer ? "prepare_ask_customer" : "prepare_ask");
  fill(main, h("p.question", null, groups.length ? (todo.length ? asked : say("prepare_all_done")) : say("prepare_none")),
    h("div.tiles", null, [...todo, ...done].map(({ rows, title, picture, enter }) => tile({
      picture: left(rows) ? picture() : icon("check-fat"), title, class: left(rows) ? "todo" : "", small: `${rows.length - left(rows)} / ${rows.length}`, onclick: enter }))),
    products.length ? walks() : null);
}

/** @param {string | null} chosen_product @param {string | null} chosen_customer */
function choose(chosen_product, chosen_customer) {
  product = chosen_product;
  customer = chosen_customer;
  source = null;
  line = null;
  filled = null;
  draw();
}

function draw() {
  if (nothingChosen()) return drawStart();
  const rows = rowsOf(products, { product, customer });
  const todo = rows.filter(({ one }) => !isDone(one));
  const now = todo.find(({ one }) => one.order_line === line) ?? todo.find((row) => row.item.from.length) ?? todo[0] ?? null;
  const item = now?.item ?? null;
  const from = item ? item.from.find((/** @type {any} */ one) => one.crate === source) ?? item.from[0] ?? null : null;
  const into = now ? now.one.into : filled;
  const short = item?.short ? item : rows.find((row) => row.item.short && row.one.lacks_milli > 0)?.item ?? null;
  fill(main, h("div.split.prepare", null,
    h("div.column", null, item ? sourceBox(item, from) : null, now ? (from ? putBox(item, now.one, from) : emptyBox()) : doneBox()),
    h("aside.column", null, h("ol.list.grow", null, rows.map((row) => lineRow(row, { now: row === now, customer, onclick: () => { line = row.one.order_line; source = null; draw(); } }))))),
    h("div.actions", null, button(say(customer ? "shop_other" : "other_product"), () => choose(null, null), { icon: "arrow-left" }),
    item?.unit === "kg" ? button(inside ? `${say("prepare_in")} ${about("crate-types", inside)?.name}` : say("prepare_bare"), askInside, { icon: "scales" }) : null,
    short ? button(say("prepare_short"), () => askShort(short, rows.filter((row) => row.item === short).map(({ one }) => one), read), { icon: "warning", id: "short", class: "amber" }) : null,
    into && (now || customer) ? button(say("prepare_close"), () => void closeCrate(into), { icon: "printer", id: "close" }) : null));
  refresh();
}

const emptyBox = () => h("section.panel.center.grow", null, icon("warning", "huge"), h("p.question", null, say("prepare_no_stock")));

/** @param {any} item @param {any} from */
function sourceBox(item, from) {
  const others = item.from.length > 1 ? button(say("prepare_other", { n: item.from.length - 1 }), () => askSource(item, from, (crate) => { source = crate; draw(); }), { icon: "package", id: "other-source" }) : null;
  return h("div.subject", null, food(productPicture(item)), h("div", null, h("b", null, item.name), h("span", null, from ? `${say("prepare_take")} : ${place(item, from)}` : "")), others);
}

/** @param {any} item @param {any} now @param {any} from */
function putBox(item, now, from) {
  const rest = Math.max(0, target(now) - picked(now));
  const go = h("div", { id: "go" });
  const amount = now.need_g ? h("section.panel.scale.small", { id: "scale" }) : counter(Math.max(rest, 1), (n) => { counted = n; refresh(); });
  go.addEventListener("pick", (event) => void pick(item, now, from, /** @type {CustomEvent} */ (event).detail));
  return h("section.panel.put.grow", { "data-line": now.order_line },
    h("div.whom", null, food(customerPicture(about("customers", now.customer.code) ?? now.customer), "huge"), h("div", null, h("p.lead", null, say("prepare_put")), h("p.figure", null, size(now, item.unit, rest)), h("p.name", null, now.customer.name), h("p.lead", null, now.into ? say("prepare_with", { crate: now.into_code ?? now.into }) : say("prepare_fresh")))),
    amount, now.need_g ? h("div.target", { id: "target", "data-target": rest }) : null, h("div", { id: "said" }), go);
}

const tare = () => about("crate-types", inside)?.tare_g ?? 0;

/** Choose the empty crate that stands under the portion, or none. */
function askInside() {
  const choose = (/** @type {string | null} */ code) => { inside = code; draw(); };
  ask(say("ask_crate_type"), (close) => [h("div.tiles", null,
    tile({ picture: icon("scales"), title: say("prepare_bare"), pressed: inside === null, onclick: () => { close(); choose(null); } }),
    [...(types?.values() ?? [])].map((row) => tile({ picture: food(crateTypePicture(row)), title: row.name, small: weight(row.tare_g), pressed: row.code === inside, onclick: () => { close(); choose(row.code); } })))]);
}

/** The customer's crate is full: its label with the contents is printed. @param {string} crate */
async function closeCrate(crate) {
  try {
    const answer = await command("CloseCrate", { crate });
    if (refused(answer)) return;
    play("ok");
    const stuck = printer && printer.state !== "online"; // no label comes before somebody sees to the printer
    notice(say(stuck ? "label_waits" : "prepare_closed"), stuck ? "wait" : "ok");
  } catch (error) {
    complain(error);
  }
}

/** @type {Map<string, any> | null} */
let types = null;
function doneBox() {
  const next = customer ? customersOf(products).find(({ rows }) => left(rows) > 0)?.customer.code : products.find((item) => left(rowsOf([item], { product: null, customer: null })) > 0)?.product;
  return h("section.panel.center.grow", null, icon("check-fat", "huge"),
    h("p.question", null, customer ? say("prepare_customer_done", { customer: about("customers", customer)?.name ?? customer }) : say("prepare_done")),
    button(say(customer ? "prepare_next_customer" : "prepare_next"), () => (customer ? choose(null, next ?? null) : choose(next ?? null, null)), { class: "primary go", icon: "arrow-right" }));
}

/** Draw what moves: the weight and the button that takes it. */
function refresh() {
  const go = document.getElementById("go");
  if (!go) return;
  const panel = document.getElementById("scale");
  const receipt = scale.weighing?.receipt;
  const send = (/** @type {any} */ detail) => go.dispatchEvent(new CustomEvent("pick", { detail }));
  if (panel) drawScale(panel, scale.weighing, { online: scale.online, tare_g: tare() });
  const bar = document.getElementById("target");
  drawTarget(bar, receipt ? receipt.gross_g - tare() : null, Number(bar?.dataset.target ?? 0));
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
      filled = answer.crate?.id ?? filled;
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
  if (!customer) product = item.product;
  line = rowsOf([item], { product: null, customer }).find(({ one }) => !isDone(one))?.one.order_line ?? line;
  source = answer.crate.id;
  draw();
}

async function begin() {
  header();
  await Promise.all(["products", "producers", "customers", "crate-types"].map(catalogue));
  types = await catalogue("crate-types");
  await read();
  follow({
    handlers: { weighing: (weighing) => { scale.set(weighing); refresh(); }, printer: (next) => { printer = next; } },
    onVerdict, onState: (online) => { scale.link(online); refresh(); },
  });
}

begin().catch(complain);
