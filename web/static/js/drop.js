// A farm alone: its zone, its crates one by one, a temperature where one is asked, then a timed receipt.
import { command, get } from "./api.js";
import { by, fill } from "./dom.js";
import { endDrop, endPaper, endView, over } from "./drop_end.js";
import { askUndo, prints } from "./drop_paper.js";
import { complain, header, leave as logOut, notice, post } from "./floor.js";
import { dropData, inHand, remember, restored, step, withCelsius, withDate } from "./drop_state.js";
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
const putDown = () => choose({ crate: null });
/** What was not taken is asked again, as it was typed. */
const askAgain = () => inCrate({ said: false });

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

/** What a label says of the crate: a ready-made one nearly all, any other that there is one. @param {any} answer */
function takeCode(answer) {
  const label = page.ready.find((/** @type {any} */ one) => one.id === answer.ready_crate);
  play("ok");
  choose({ crate: inHand({ code: answer.code, ...(label ? { product: label.product, said: true } : {}) }) });
}

/** Leave the crate, once all is known. */
async function leave() {
  busy = true;
  const [goods, data] = [product(), dropData(chosen, product())];
  try {
    const answer = await command("DropOffCrate", data);
    if (!refused(answer)) dropped(answer, goods, data);
    else if (["wrong_zone", "too_warm"].includes(answer.refusal.code)) choose({ zone: null });
    else askAgain();
  } catch (error) {
    complain(error);
    askAgain();
  } finally {
    busy = false;
  }
  await read();
  draw();
}

/** @param {any} answer @param {any} goods @param {any} data */
function dropped(answer, goods, data) {
  const declared = data.declared_g ?? data.declared_count;
  chosen = { ...chosen, crate: null, last: declared ? { ...chosen.last, [goods.code]: declared } : chosen.last };
  remember(chosen);
  const warm = answer.crate?.drop && !answer.crate.drop.cold_enough && data.celsius_tenths !== null;
  if (warm) chosen = { ...chosen, celsius: {} }; // the next crate is measured anew
  play(warm ? "blocked" : "ok");
  if (warm) return notice(say("temperature_high"), "stop");
  if (!answer.label || answer.label.state === "confirmed") return notice(say("drop_noted"), "ok");
  notice(say(printing ? "take_crate" : "drop_label_first"), printing ? "wait" : "stop");
}

/** What to propose on the keys: what was said of this product last, else what was announced for today. */
function suggested() {
  const goods = product();
  if (!goods) return 0;
  const before = chosen.crate?.declared ?? chosen.last[goods.code];
  if (before) return before;
  const milli = goods.announced_milli ?? 0;
  return goods.unit === "kg" ? milli : Math.ceil(milli / 1000);
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
  chooseFarm: (/** @type {string} */ farm) => { chosen = restored(farm); void read().then(draw).catch(complain); },
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
  fill(main, ...VIEWS[now]({ page, farms, chosen, product: product(), suggested: suggested(), busy, printing }, actions));
}

/** @param {any} answer */
function onVerdict(answer) {
  if (over()) return;
  if (answer.verdict === "ok" && answer.zone) return choose({ zone: answer.zone });
  if (answer.verdict === "ok" && (answer.producer || answer.operator)) return;
  if (answer.verdict === "ok" && answer.product && chosen.crate) return inCrate({ product: answer.product });
  if (answer.verdict === "ok" && answer.code && !answer.crate) return chosen.zone ? takeCode(answer) : notice(say("drop_ask_zone"), "stop");
  showVerdict(answer, { flash: true });
  void read().then(draw).catch(complain);
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
  await read();
  if (page) await atReader(page.farm.card);
  draw();
  follow({ handlers: { label: onLabel, labels: (all) => { labels = all; }, printer: onPrinter }, onVerdict, context: () => ({ producer: chosen.farm, ...(chosen.zone ? { zone: chosen.zone } : {}) }) });
}

begin().catch(complain);
