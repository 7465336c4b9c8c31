// The carré-vente: a customer is chosen, crates that wait for them are shown by zone, each scanned one is handed over.
import { get, items } from "./api.js";
import { about, catalogue, customerPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon, tile } from "./dom.js";
import { complain, header } from "./floor.js";
import { contextsOf, follow, readPost, scanned, wiredReader } from "./post.js";
import { showVerdict, what } from "./verdict.js";
import { clock, counted, day, say } from "./words.js";

const main = by("main");
/** @type {any} */
let state = null;
/** @type {string | null} */
let customer = null;
/** What waits for whom, and what was taken today, by customer. @type {Map<string, any>} */
let waiting = new Map();

/** Whether the carré-vente is open; null where nobody has set hours. @type {{open: boolean, until: string | null, next: string | null} | null} */
let opening = null;
const EVERY_MS = 60000;

async function read() {
  const [rows, hours] = await Promise.all([items("shop"), get("shop-hours")]);
  waiting = new Map(rows.map((row) => [row.code, row]));
  opening = hours.now;
  draw();
}

/** Open until when, or shut: then each hand-over is noted. */
function hoursLine() {
  if (!opening) return null;
  const at = (/** @type {string} */ wall) => ({ day: day(wall.slice(0, 10)), time: clock(wall.slice(11)) });
  if (opening.open) return h("p.lead", { id: "hours" }, icon("check-fat"), " ", say("shop_open", { time: clock(opening.until?.slice(11)) }));
  return h("p.said.wait", { id: "hours" }, icon("warning"), h("span", null, [say("shop_shut"), opening.next ? say("shop_opens", at(opening.next)) : ""].filter(Boolean).join(" ")));
}

/** The hours go on while nobody scans. */
async function lookAtHours() {
  const { now } = await get("shop-hours");
  if (JSON.stringify(now) === JSON.stringify(opening)) return;
  opening = now;
  draw();
}

/** @param {any} row */
function small(row) {
  const ready = waiting.get(row.code)?.ready.length ?? 0;
  return ready ? `${ready} ${counted("crate", "crates", ready)}` : undefined;
}

/** Those whose crates are ready come first. */
async function drawCustomers() {
  const rows = [...(await catalogue("customers")).values()].sort((a, b) => Number(Boolean(small(b))) - Number(Boolean(small(a))) || a.name.localeCompare(b.name, "fr"));
  if (customer) return;
  fill(main, hoursLine(), h("p.question", null, say("shop_ask")),
    h("div.tiles", null, rows.map((row) => tile({ picture: food(customerPicture(row)), title: row.name, small: small(row), class: small(row) ? "todo" : "", onclick: () => void touch(row) }))));
}

/** @param {any} row */
async function touch(row) {
  const reader = wiredReader(state);
  if (row.card) await scanned(row.card, reader ? { reader } : {});
  enter(row.code);
}

/** @param {string} code */
function enter(code) {
  if (code === customer) return;
  customer = code;
  draw();
}

function draw() {
  if (!customer) return void drawCustomers();
  const row = about("customers", customer) ?? { name: customer };
  const { ready = [], notes = [], taken = 0 } = waiting.get(customer) ?? {};
  fill(main, hoursLine(), h("div.split", null,
    h("section.panel.center", null, food(customerPicture(row), "huge"), h("p.question", null, row.name), h("p.question.light", null, icon("barcode"), " ", say("shop_scan"))),
    h("aside.column", null, h("div.panel.sum", null, h("span.lead", null, say("shop_done")), h("p", null, h("b.entry", { id: "taken" }, taken))),
      h("p.lead", null, ready.length ? say("shop_ready") : say("shop_nothing_ready")),
      h("ul.list.grow", { id: "ready" }, ready.map((/** @type {any} */ crate) => h("li.row", null, what(crate), h("span.end", null, about("zones", crate.zone)?.name ?? say("quay"))))))),
    h("div.actions", null, button(say("shop_other"), () => { customer = null; draw(); }, { icon: "arrow-left" }),
      notes.map((/** @type {string} */ id) => h("a.button", { href: `/api/v1/documents/delivery-note/${encodeURIComponent(id)}.pdf`, target: "_blank", rel: "noopener" }, icon("file-pdf"), h("span", null, say("shop_note"))))));
}

/** @param {any} answer */
function onVerdict(answer) {
  if (answer.crate && ["ok", "done"].includes(answer.verdict)) void read().catch(complain);
  showVerdict(answer, { flash: true });
}

/** @param {any} event */
function onContext(event) {
  for (const context of contextsOf(event)) if (context.customer) enter(context.customer);
}

async function begin() {
  header();
  await Promise.all(["products", "producers", "customers", "zones"].map(catalogue));
  state = await readPost();
  await read();
  onContext(state.readers ?? {});
  window.setInterval(() => void lookAtHours().catch(() => {}), EVERY_MS); // the stream says when the link is lost
  follow({ handlers: { context: onContext }, onVerdict, context: () => (customer ? { customer } : {}) });
}

begin().catch(complain);
