// The reception: choose once, then one label for each stable weight; goods by the piece are counted.
import { command } from "./api.js";
import { about, catalogue } from "./catalogue.js";
import { by, fill } from "./dom.js";
import { complain, header, notice } from "./floor.js";
import { lastAlive, withLabel } from "./labels_list.js";
import { askAnew } from "./missing.js";
import { contextsOf, follow, readPost, warm } from "./post.js";
import { noticesOf, placeOf, readExpected, readNotices } from "./reception_expected.js";
import { left, readDropped, takingInHand } from "./reception_hand.js";
import { crateTypeFor, goingTo, receiveData, remember, restored, step, steps } from "./reception_state.js";
import { readingScans } from "./reception_scans.js";
import * as views from "./reception_views.js";
import { refused } from "./refused.js";
import { scaleMemory } from "./scale.js";
import { play } from "./tones.js";
import { amount, say, spoken } from "./words.js";

const main = by("main");
const scale = scaleMemory();
const chosen = restored();
/** @type {Set<string>} */
const used = new Set(JSON.parse(sessionStorage.getItem("receipts") ?? "[]"));
/** @type {any[]} */
let labels = [];
/** @type {any[]} */
let intakes = [];
let busy = false;
/** @type {any} */
let printer = null;
/** What was just done, until the scale is empty again. @type {{text: string, kind: string, brief?: boolean} | null} */
let said = null;
let drawn = "";

const product = () => about("products", chosen.product);

/** Change what is chosen, remember it, draw again. @param {Partial<typeof chosen>} change */
function choose(change) {
  Object.assign(chosen, { at: null }, "code" in change ? { dropped: null } : null, change);
  said = null;
  remember(chosen);
  draw();
  receiveIfReady();
}

/** @param {string} code */
function chooseProducer(code) {
  const other = code !== chosen.producer;
  choose(other ? { producer: code, product: null, customer: null, code: null, orderLine: null } : { producer: code });
  if (other) void readAgain().catch(complain);
}

/** What the farm is to bring, as it is now; drawn where it is shown. */
async function readAgain() {
  await Promise.all([readExpected(chosen.producer), readNotices(chosen.producer), readDropped()]);
  if (drawn === "product" || drawn === "producer") draw();
}

/** Receive for one expected line. @param {any} row */
function chooseLine(row) {
  choose({ ...withProduct(row.product), customer: row.customer, orderLine: row.order_line, crates: 1, ...(row.unit === "kg" ? {} : { count: Math.ceil(row.quantity_milli / 1000) }) });
}

/** What other goods change; with what else is known in one change, so that no load is taken between two. @param {string} code */
function withProduct(code) {
  const next = about("products", code);
  return code === chosen.product ? {} : { product: code, crateType: crateTypeFor(chosen, product(), next), producerLot: null, code: null, orderLine: null, count: 0, crates: 1 };
}

/** @param {string} code */
const chooseProduct = (code) => choose(withProduct(code));

/** @param {string} code */
const chooseCrateType = (code) => choose({ crateType: code, types: chosen.product ? { ...chosen.types, [chosen.product]: code } : chosen.types });

/** Print the label of the load on the scale, once for each receipt. */
function receiveIfReady() {
  const receipt = scale.weighing?.receipt;
  if (!receipt || busy || scans.reading() || used.has(receipt.id) || step(chosen, product()) !== "weigh") return;
  used.add(receipt.id);
  sessionStorage.setItem("receipts", JSON.stringify([...used].slice(-50)));
  void receive({ receipt: receipt.id });
}

/** @param {{receipt?: string}} how */
async function receive(how) {
  busy = true;
  const sent = { ...chosen }; // a scan may change what is chosen before the answer comes
  said = { text: say("label_coming"), kind: "ok" };
  refresh();
  let done = false;
  try {
    const answer = await (chosen.dropped ? left.measure(chosen, how) : command("ReceiveCrate", receiveData(chosen, product(), how)));
    done = !refused(answer);
    if (done) received(answer, sent);
    else said = { text: spoken(answer.refusal.say), kind: "stop" };
  } catch (error) {
    said = null;
    complain(error);
  }
  busy = false;
  refresh();
  return done;
}

/** @param {any} answer @param {typeof chosen} sent */
function received(answer, sent) {
  const goods = about("products", sent.product);
  play("ok");
  if (answer.crate?.missing?.length) void import("./reception_photo.js").then(({ askPhoto }) => askPhoto(answer.crate, goods), askAnew);
  const stuck = printer && printer.state !== "online"; // no label comes before somebody sees to the printer
  const place = placeOf(answer.crate?.order_line);
  said = stuck ? { text: say("label_waits"), kind: "wait", brief: true } : { text: [say("take_crate"), place].filter(Boolean).join(" "), kind: "ok" };
  if (answer.label && answer.crate) labels = withLabel(labels, { copy: 1, ...answer.label, crate: answer.crate.id, product: goods?.name, family: goods?.family, net_g: answer.crate.net_g, count: answer.crate.count });
  if (sent.code && sent.code === chosen.code) nextLabelled(answer, place);
  void readAgain().catch(complain);
}

/**
 * A crate came in with a label of its own: the next one waits for its label, so that none is taken for the stock.
 * @param {any} answer @param {string} place
 */
function nextLabelled(answer, place) {
  const own = answer.label?.state === "confirmed";
  const what = `${product()?.name ?? ""} ${amount(answer.crate, product()?.unit)}`.trim();
  const kept = said;
  choose({ code: null, customer: null, orderLine: null, product: own ? null : chosen.product });
  if (own) notice([`${what}.`, place || say("crate_done")].join(" "), "ok");
  else said = kept;
}

const { chooseCollected, chooseDropped, takeCode } = takingInHand({ chosen, choose, withProduct });
const asks = () => import("./reception_asks.js").catch(askAnew);

async function undoLast() {
  const label = lastAlive(labels);
  if (!label) return notice(say("undo_none"));
  (await asks())?.askUndo(label, () => {
    labels = withLabel(labels, { id: label.id, state: "voided" });
    said = { text: say("undo_done"), kind: "wait" };
    refresh();
  });
}

async function closeIntake() {
  const intake = intakes.find((one) => one.producer === chosen.producer);
  if (intake && !(await (await asks())?.close(intake))) return;
  intakes = intakes.filter((one) => one !== intake);
  choose({ producer: null, product: null, customer: null });
}

const actions = { choose, chooseDropped, chooseCollected, chooseLine, chooseProducer, chooseProduct, chooseCrateType, undoLast: () => void undoLast().catch(complain), closeIntake: () => void closeIntake().catch(complain), count: (/** @type {() => void} */ after) => void (busy ? null : receive({}).then((done) => done && after())), showLabels: () => void asks().then((part) => part?.listLabels(labels, actions)).catch(complain), complain, redraw: () => draw() };
const state = () => ({ chosen, notices: noticesOf(chosen.producer), labels, intakes, said, busy, scale, printer, product: product() });

/** Draw the whole step again. */
function draw() {
  const now = step(chosen, product());
  drawn = now;
  document.body.dataset.step = now;
  fill(by("steps"), ...steps(product()).map((name) => views.stepChip(name, now, chosen, () => choose(goingTo(chosen, name)))));
  fill(main, ...views.VIEWS[now](state(), actions));
  refresh();
}

/** Draw only what moves: the scale, the sentence, the labels. */
function refresh() {
  if (step(chosen, product()) !== drawn) return draw();
  views.refresh(state(), actions);
}

/** @param {any} weighing */
function onWeighing(weighing) {
  scale.set(weighing);
  if (!weighing.receipt && !busy && (said?.kind === "ok" || said?.brief) && (weighing.grams ?? 1) <= 40) said = null;
  refresh();
  receiveIfReady();
}

const scans = readingScans({ chosen, product, choose, chooseProducer, chooseProduct, chooseCrateType, takeCode, receiveIfReady, tell: (next) => { said = next; refresh(); } });

/** @param {any} event one intake, or all of them */
function onIntake(event) {
  const changed = Array.isArray(event) ? event : [event];
  if (Array.isArray(event)) intakes = [];
  for (const intake of changed) intakes = [...intakes.filter((one) => one.id !== intake.id), ...(intake.state === "closed" || intake.closed ? [] : [intake])];
  drawn === "producer" ? draw() : refresh();
}

async function begin() {
  header();
  await Promise.all(["producers", "products", "crate-types", "customers"].map(catalogue));
  const read = await readPost();
  labels = read.labels ?? [];
  intakes = read.intakes ?? [];
  contextsOf(read.readers);
  await Promise.all([readExpected(chosen.producer), readNotices(chosen.producer), readDropped()]).catch(complain);
  draw();
  warm(() => import("./reception_control.js"), () => import("./reception_count.js"), () => import("./reception_asks.js"), () => import("./reception_photo.js"),
    () => import("./reception_extra_asks.js"), () => import("./reception_charter.js"), () => import("./reception_dropped.js"));
  follow({
    handlers: { weighing: onWeighing, printer: (next) => { printer = next; refresh(); }, context: scans.onContext, intake: onIntake, label: (label) => { labels = withLabel(labels, label); refresh(); }, labels: (all) => { labels = all; refresh(); } },
    onVerdict: scans.onVerdict,
    context: () => ({ producer: chosen.producer, product: chosen.product, crate_type: chosen.crateType }),
    onState: (online) => { scale.link(online); refresh(); },
  });
}

begin().catch(complain);
