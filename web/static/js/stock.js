// Crates in stock: one is scanned, then moved, merged, thrown away, given back, found empty; or a zone is counted.
import { CallError, command, get, items } from "./api.js";
import { about, catalogue } from "./catalogue.js";
import { button, by, fill, h, icon, tile } from "./dom.js";
import { ask, complain, header, notice } from "./floor.js";
import { follow } from "./post.js";
import { refused } from "./refused.js";
import { play } from "./tones.js";
import { showVerdict, what } from "./verdict.js";
import { counted, french, say } from "./words.js";

const REASONS = ["stock_damaged", "stock_too_old", "stock_fallen", "stock_unsold", "stock_other"];
const main = by("main");
/** The crate in hand. @type {any} */
let crate = null;
/** What the next scanned crate is for. @type {"" | "merge" | "count"} */
let doing = "";
/** @type {{zone: string, expected: Map<string, any>, seen: Map<string, any>} | null} */
let count = null;

const zoneName = (/** @type {string | null} */ code) => about("zones", code)?.name ?? say("quay");
const row = (/** @type {any} */ one, /** @type {string} */ sign, /** @type {string} */ more = "") => h("li", null, h("button.row.whole", { type: "button", class: more, onclick: () => take(one) }, what(one), h("span.end", null, icon(sign))));

/** Begin again: nothing in hand. */
function start() {
  crate = null;
  doing = "";
  count = null;
  fill(main, h("section.panel.center.grow", null, icon("barcode", "huge"), h("p.question", null, say("stock_scan"))),
    h("div.actions", null, button(say("stock_count"), () => chooseZone(say("stock_count"), (code) => void beginCount(code).catch(complain)), { icon: "list-checks", id: "count" })));
}

/** @param {any} found */
function take(found) {
  crate = found;
  doing = "";
  count = null;
  play("ok");
  const act = (/** @type {string} */ word, /** @type {string} */ sign, /** @type {() => void} */ onclick, /** @type {string} */ id) => tile({ picture: icon(sign), title: say(word), onclick, class: id });
  fill(main, h("section.panel.center", null, what(crate), h("p.lead", null, crate.customer ? crate.customer_name : zoneName(crate.zone))),
    h("div.tiles", { id: "acts" },
      act("stock_move", "path", () => chooseZone(say("stock_where"), (zone) => void send("MoveCrate", { crate: crate.id, zone }, "stock_moved")), "move"),
      act("stock_merge", "stack", askOther, "merge"),
      act("stock_discard", "trash", () => chooseReason((reason) => void send("DiscardCrate", { crate: crate.id, reason }, "stock_discarded")), "discard"),
      act("stock_return", "plant", () => chooseReason((reason) => void send("ReturnToProducer", { crate: crate.id, reason }, "stock_returned")), "return"),
      act("stock_empty", "package", () => sure(say("stock_empty_sure"), () => void send("EmptyCrate", { crate: crate.id }, "stock_emptied")), "empty")),
    h("div.actions", null, button(say("stock_other_crate"), start, { icon: "arrow-left" })));
}

/** Put all of this crate into the one that is scanned next. */
function askOther() {
  doing = "merge";
  fill(main, h("section.panel.center.grow", null, what(crate), icon("arrow-down", "huge"), h("p.question", null, say("stock_scan_into"))), h("div.actions", null, button(say("cancel"), () => take(crate), { icon: "arrow-left" })));
}

/** @param {string} question @param {() => void} go */
function sure(question, go) {
  ask(question, (close) => [h("div.actions", null, button(say("stock_empty"), () => { close(); go(); }, { class: "primary", id: "sure" }), button(say("cancel"), close))]);
}

/** @param {string} question @param {(zone: string) => void} go */
function chooseZone(question, go) {
  void catalogue("zones").then((zones) => ask(question, (close) => [h("div.tiles", null, [...zones.values()].map((zone) => tile({ picture: icon("warehouse"), title: zone.name, onclick: () => { close(); go(zone.code); } }))), button(say("cancel"), close)])).catch(complain);
}

/** A reason is kept in French: it is read in the office. @param {(reason: string) => void} go */
function chooseReason(go) {
  ask(say("stock_why"), (close) => [h("div.tiles", null, REASONS.map((word) => tile({ picture: icon("tag"), title: say(word), onclick: () => { close(); void french(word).then(go).catch(complain); } }))), button(say("cancel"), close)]);
}

/** @param {string} type @param {Record<string, unknown>} data @param {string} done */
async function send(type, data, done) {
  try {
    if (refused(await command(type, data))) return;
    play("done");
    start();
    notice(say(done), "ok");
  } catch (error) {
    complain(error);
  }
}

/** @param {string} zone */
async function beginCount(zone) {
  const expected = (await items(`crates?zone=${encodeURIComponent(zone)}&state=stored`)).map((one) => /** @type {[string, any]} */ ([one.id, one]));
  count = { zone, expected: new Map(expected), seen: new Map() };
  doing = "count";
  drawCount();
}

function drawCount() {
  if (!count) return;
  const { zone, expected, seen } = count;
  fill(main, h("div.split", null,
    h("section.panel.center", null, icon("barcode", "huge"), h("p.question", null, zoneName(zone)), h("p.question.light", null, say("stock_scan_all"))),
    h("aside.column", null, h("div.panel.sum", null, h("span.lead", null, say("stock_counted")), h("p", null, h("b.entry", null, `${seen.size} / ${expected.size}`))),
      h("ul.list.grow", null, [...seen.values()].reverse().map((one) => row(one, expected.has(one.id) ? "check" : "plus"))))),
    h("div.actions", null, button(say("cancel"), start, { icon: "arrow-left" }), button(say("stock_finish"), () => void finish(), { class: "primary", icon: "check-fat", id: "finish" })));
}

async function finish() {
  if (!count) return;
  const { zone, expected, seen } = count;
  try {
    const answer = await command("CountZone", { zone, crates: [...seen.keys()] });
    if (refused(answer)) return;
    const said = answer.events.find((/** @type {any} */ event) => event.type === "ZoneCounted").data;
    play(said.absent.length || said.unexpected.length ? "wrong" : "done");
    doing = "";
    count = null;
    fill(main, h("p.question", null, `${zoneName(zone)} : ${said.found.length} ${counted("crate", "crates", said.found.length)}`, h("small", null, say(said.absent.length || said.unexpected.length ? "stock_differs" : "stock_same"))),
      said.absent.length ? h("p.lead", null, say("stock_absent", { n: said.absent.length })) : null,
      h("ul.list", { id: "absent" }, said.absent.map((/** @type {string} */ id) => row(expected.get(id) ?? { id }, "magnifying-glass", "now"))),
      said.unexpected.length ? h("p.lead", null, say("stock_unexpected", { n: said.unexpected.length })) : null,
      h("ul.list", { id: "unexpected" }, said.unexpected.map((/** @type {string} */ id) => row(seen.get(id) ?? { id }, "plus"))),
      h("div.actions", null, button(say("stock_other_crate"), start, { icon: "arrow-left" })));
  } catch (error) {
    complain(error);
  }
}

/** @param {any} found a scanned crate */
function scannedCrate(found) {
  if (doing === "count" && count) {
    play(count.seen.has(found.id) ? "duplicate" : "ok");
    count.seen.set(found.id, found);
    return drawCount();
  }
  if (doing === "merge") return void send("MergeCrates", { source: crate.id, into: found.id }, "stock_merged");
  take(found);
}

/** @param {string} code */
async function typed(code) {
  try {
    scannedCrate(await get(`crates/${encodeURIComponent(code)}`));
  } catch (error) {
    if (!(error instanceof CallError && error.status === 404)) return complain(error);
    play("wrong");
    notice(say("stock_unknown"), "stop");
  }
}

async function begin() {
  header();
  await Promise.all(["products", "producers", "customers", "zones"].map(catalogue));
  start();
  follow({
    handlers: {},
    onCode: (code) => { void typed(code); return true; },
    onVerdict: (answer) => (answer.crate?.id ? void typed(answer.crate.id) : showVerdict(answer, { flash: true })),
  });
}

begin().catch(complain);
