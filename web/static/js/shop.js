// The carré-vente: a customer is chosen, then each scanned crate is handed over.
import { about, catalogue, customerPicture } from "./catalogue.js";
import { button, by, fill, food, h, icon, tile } from "./dom.js";
import { complain, contextsOf, follow, header, readPost, scanned, wiredReader } from "./floor.js";
import { showVerdict, what } from "./verdict.js";
import { say } from "./words.js";

const SHOWN = 6;
const main = by("main");
/** @type {any} */
let state = null;
/** @type {string | null} */
let customer = null;
/** @type {any[]} */
let given = [];

async function drawCustomers() {
  const rows = [...(await catalogue("customers")).values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
  fill(main, h("p.question", null, say("shop_ask")),
    h("div.tiles", null, rows.map((row) => tile({ picture: food(customerPicture(row)), title: row.name, onclick: () => void touch(row) }))));
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
  given = [];
  draw();
}

function draw() {
  const row = about("customers", customer) ?? { name: customer };
  fill(main, h("div.split", null,
    h("section.panel.center", null, food(customerPicture(row), "huge"), h("p.question", null, row.name), h("p.question.light", null, icon("barcode"), " ", say("shop_scan"))),
    h("aside.column", null, h("div.panel.sum", null, h("span.lead", null, say("shop_done")), h("p", null, h("b.entry", null, given.length))),
      h("ul.list.grow", null, given.length ? given.slice(0, SHOWN).map((crate) => h("li.row", null, what(crate))) : h("li.lead", null, say("shop_nothing"))))),
    h("div.actions", null, button(say("shop_other"), () => { customer = null; void drawCustomers(); }, { icon: "arrow-left" })));
}

/** @param {any} answer */
function onVerdict(answer) {
  if (answer.crate && ["ok", "done"].includes(answer.verdict)) {
    given = [answer.crate, ...given];
    if (customer) draw();
  }
  showVerdict(answer, { flash: true });
}

/** @param {any} event */
function onContext(event) {
  for (const context of contextsOf(event)) if (context.customer) enter(context.customer);
}

async function begin() {
  header();
  await Promise.all(["products", "producers", "customers"].map(catalogue));
  state = await readPost();
  await drawCustomers();
  onContext(state.readers ?? {});
  follow({ handlers: { context: onContext }, onVerdict, context: () => (customer ? { customer } : {}) });
}

begin().catch(complain);
