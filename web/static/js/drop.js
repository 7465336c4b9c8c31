// A farm alone: its zone, its crates one by one, a temperature where one is asked, then a timed receipt.
import { command, get } from "./api.js";
import { by, fill } from "./dom.js";
import { endDrop, endPaper, endView, over } from "./drop_end.js";
import { askUndo, notTaken, prints, tellLeft } from "./drop_paper.js";
import { complain, header, leave as logOut, notice, post } from "./floor.js";
import { dropData, inHand, remember, restored, step, suggested, withCelsius, withDate } from "./drop_state.js";
import { VIEWS } from "./drop_views.js";
import { follow, readPost, scanned, wiredReader } from "./post.js";
import { refused } from "./refused.js";
import { play } from "./tones.js";
import { showVerdict } from "./verdict.js";
import { say } from "./words.js";

const main = by("main");
/** @type {any} */
let page = null;
/** @type {any[]} */
let farms = [];
let chosen = restored(null);
/** @type {any} */
let reader = null;
/** @type {any[]} */
let labels = [];
let busy = false;
/** Whether labels come out here now. */
let printing = true;

const product = () => page?.products.find((/** @type {any} */ one) => one.code === chosen.crate?.product) ?? null;

/** Change what is chosen, remember it, draw again; a crate of which all is known is left at once. @param {any} change */
function choose(change) {
  chosen = { ...chosen, ...change };
  remember(chosen);
  draw();
  if (step(chosen, product()) === "ready" && !busy) void leave().catch(complain);
}

/** @param {any} change */
const inCrate = (change) => choose({ crate: chosen.crate && { ...chosen.crate, ...change } });

function putDown() {
  choose({ crate: null });
  takeNext();
}

/** Draw what was read anew, but never over what is being typed. */
function redraw() {
  if (!chosen.crate || !chosen.zone || busy) draw();
}

/** Begin with a farm. A crate of which all was known was sent by the page before; its answer is told when it comes. */
async function open() {
  await read();
  if (step(chosen, product()) === "ready") chosen = { ...chosen, crate: null };
  takeNext();
}

/** Say who drops off at the wired reader too, as if the farm's card were scanned. @param {string} card */
async function atReader(card) {
  if (reader && card) await scanned(card, { reader });
}

async function read() {
  const asked = chosen.farm ? `?producer=${encodeURIComponent(chosen.farm)}` : "";
  const shown = await get(`posts/${encodeURIComponent(post)}/drop-off${asked}`);
  farms = shown.farms ?? [];
  page = shown.farm ? shown : null;
  if (!page) return choose({ farm: null });
  if (page.farm.code !== chosen.farm) chosen = restored(page.farm.code);
  if (!page.zones.some((/** @type {any} */ row) => row.code === chosen.zone)) chosen.zone = null;
}

/** A label that was read: one crate after the other, none in the place of another. @param {any} answer */
function takeLabel(answer) {
  if (over() || (busy && !chosen.crate)) return notTaken("drop_over");
  if (!chosen.zone) return notTaken("drop_ask_zone");
  if ([chosen.crate, ...chosen.waiting].some((one) => one?.code === answer.code)) return play("duplicate");
  if (chosen.crate && !busy) return notTaken("drop_one_first");
  play("ok");
  choose({ waiting: [...chosen.waiting, { code: answer.code, ready_crate: answer.ready_crate }] });
  takeNext();
}

/** Take the next label in hand: a ready-made one says nearly all of its crate, any other that there is one. */
function takeNext() {
  const [next, ...waiting] = chosen.waiting;
  if (!page || chosen.crate || !next) return;
  const label = page.ready.find((/** @type {any} */ one) => one.id === next.ready_crate);
  choose({ waiting, crate: inHand({ code: next.code, ...(label ? { product: label.product, said: true } : {}) }) });
}

/** Leave the crate, once all is known. What was not taken is asked again, as it was typed. */
async function leave() {
  busy = true;
  const [goods, data] = [product(), dropData(chosen, product())];
  const askAgain = () => inCrate({ said: false });
  try {
    const answer = await command("DropOffCrate", data);
    if (!refused(answer)) dropped(answer, goods, data);
    else if (["wrong_zone", "too_warm"].includes(answer.refusal.code)) choose({ zone: null });
    else askAgain();
  } catch (error) {
    complain(error);
    if (!(/** @type {any} */ (error).stale)) askAgain(); // a stale page sends it again once it is loaded anew
  } finally {
    busy = false;
  }
  takeNext();
  await read().catch(complain);
  redraw();
}

/** @param {any} answer @param {any} goods @param {any} data */
function dropped(answer, goods, data) {
  const declared = data.declared_g ?? data.declared_count;
  chosen = { ...chosen, crate: null, last: declared ? { ...chosen.last, [goods.code]: declared } : chosen.last };
  remember(chosen);
  const warm = answer.crate?.drop && !answer.crate.drop.cold_enough && data.celsius_tenths !== null;
  if (warm) chosen = { ...chosen, celsius: {} }; // the next crate is measured anew
  tellLeft(answer, { warm, printing });
}

const undo = () => askUndo(page.intake?.crates[0], (crate) => void takeBack(crate).catch(complain));

/** @param {string} crate */
async function takeBack(crate) {
  const answer = await command("VoidCrate", { crate, reason: "déposée par erreur" });
  if (!refused(answer)) notice(say("undo_done"), "wait");
  await read();
  draw();
}

async function end() {
  if (busy) return;
  busy = true;
  draw();
  await endDrop(page.intake?.id).catch(complain);
  busy = false;
  draw();
}

/** @param {any} row */
async function chooseZone(row) {
  await atReader(row.card);
  choose({ zone: row.code });
}

const actions = {
  chooseFarm: (/** @type {string} */ farm) => { chosen = restored(farm); void open().then(draw).catch(complain); },
  chooseZone: (/** @type {any} */ row) => void chooseZone(row).catch(complain),
  otherZone: () => choose({ zone: null }),
  withoutLabel: () => (page.prints ? choose({ crate: inHand() }) : notice(say("drop_label_first"), "stop")),
  chooseProduct: (/** @type {string} */ code) => inCrate({ product: code }),
  declare: (/** @type {number | null} */ declared) => inCrate({ said: true, declared }),
  measured: (/** @type {number | null} */ tenths) => choose(withCelsius(chosen, product(), tenths)),
  dated: (/** @type {string} */ date) => choose(withDate(chosen, product(), date)),
  putDown, undo, end: () => void end(), leave: () => void logOut(`/login?next=${encodeURIComponent(location.pathname)}`),
};

function draw() {
  if (over()) {
    document.body.dataset.step = "receipt";
    fill(main, ...endView({ busy }, actions));
    return endPaper(labels);
  }
  const now = page ? step(chosen, product()) : "farm";
  document.body.dataset.step = now;
  fill(main, ...VIEWS[now]({ page, farms, chosen, product: product(), suggested: suggested(chosen, product()), busy, printing }, actions));
}

/** @param {any} answer */
function onVerdict(answer) {
  const good = answer.verdict === "ok";
  if (good && (answer.producer || answer.operator)) return;
  if (good && answer.code && !answer.crate) return takeLabel(answer);
  if (good && answer.zone && !over()) return choose({ zone: answer.zone });
  if (good && answer.product && chosen.crate && !busy) return inCrate({ product: answer.product });
  showVerdict(answer, { flash: true });
  if (!over()) void read().then(redraw).catch(complain);
}

/** @param {any} label */
function onLabel(label) {
  labels = [label, ...labels.filter((one) => one.id !== label.id)];
  if (over()) return endPaper(labels);
  const row = page?.intake?.crates.find((/** @type {any} */ one) => one.label?.id === label.id);
  if (row) row.label = { id: label.id, state: label.state };
  if (document.body.dataset.step === "scan") draw();
}

/** @param {any} printer */
function onPrinter(printer) {
  printing = prints(printer);
  if (document.body.dataset.step === "scan") draw();
}

async function begin() {
  header();
  const state = await readPost();
  reader = wiredReader(state);
  labels = state.labels ?? [];
  await open();
  if (page) await atReader(page.farm.card);
  draw();
  follow({ handlers: { label: onLabel, labels: (all) => { labels = all; }, printer: onPrinter }, onVerdict, context: () => ({ producer: chosen.farm, ...(chosen.zone ? { zone: chosen.zone } : {}) }) });
}

begin().catch(complain);
