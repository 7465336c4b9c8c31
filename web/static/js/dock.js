// The dock: a round is chosen, then every scan is answered over the whole screen; the van departs in two touches.
import { get } from "./api.js";
import { catalogue, roundsNow } from "./catalogue.js";
import { roundName, stopRow } from "./board_view.js";
import { departButton, whatRemains } from "./depart.js";
import { button, by, fill, food, h, icon, tile } from "./dom.js";
import { complain, header } from "./floor.js";
import { contextsOf, follow, readPost, scanned, wiredReader } from "./post.js";
import { stream } from "./stream.js";
import { refreshFoot, setFoot } from "./verdict.js";
import { clock, counted, outOf, say } from "./words.js";

const main = by("main");
/** @type {any} */
let state = null;
/** @type {any} */
let board = null;
let round = "";
/** @type {() => void} */
let closeBoard = () => {};

/** @param {any[]} rounds */
function drawRounds(rounds) {
  const open = rounds.filter((one) => one.state !== "departed");
  fill(main, h("p.question", null, say("dock_ask")),
    h("div.tiles.big", null, open.map((one) => tile({ picture: food("tournee"), title: roundName(one), small: `${one.vehicle ?? ""} · ${clock(one.depart_at)} · ${outOf(one.loaded, one.expected)}`, onclick: () => void choose(one) }))));
}

/** A touched round is set at the wired reader too, as if its card were scanned. @param {any} one */
async function choose(one) {
  const reader = wiredReader(state);
  if (one.card) await scanned(one.card, reader ? { reader } : {});
  open(one.id);
}

/** @param {string} id */
function open(id) {
  if (!id || id === round) return;
  closeBoard();
  round = id;
  const path = `rounds/${encodeURIComponent(id)}`;
  get(path).then((read) => { board = read; draw(); }, complain);
  closeBoard = stream(`/api/v1/${path}/stream`, { board: (next) => { board = next; draw(); refreshFoot(); } });
}

function draw() {
  if (!board) return;
  by("title").textContent = roundName(board);
  const current = board.stops.find((/** @type {any} */ stop) => stop.state === "current") ?? board.stops.find((/** @type {any} */ stop) => stop.state !== "complete");
  fill(main, h("div.dockside", null,
    h("section.center", null, icon(board.state === "departed" ? "truck" : "barcode", "huge"),
      h("p.question", null, board.state === "departed" ? say("departed_said") : say("dock_scan")),
      h("p.bigcount", null, board.loaded, h("small", null, ` / ${board.expected} ${counted("crate", "crates", board.expected)}`)),
      h("div.squares", null, board.stops.map((/** @type {any} */ stop) => h("span.squares", null, stop.crates.map((/** @type {any} */ crate) => h("i.square", { class: crate.loaded ? "full" : "" })))))),
    board.state === "departed" ? null : h("aside.now", { tabindex: "0" }, h("p.lead", null, current ? say("load_now") : say("nothing_left")), current ? h("ol", null, stopRow(current, true)) : null)),
    h("div.actions", null, button(say("dock_other"), () => void begin(true), { icon: "arrow-left" }), returnSheet(), remainsButton(), departButton(board, () => get(`rounds/${encodeURIComponent(round)}`).then((read) => { board = read; draw(); }))));
}

/** The crates and lines that are not aboard yet: where they were seen last. */
function remainsButton() {
  const left = board.state !== "departed" && board.stops.some((/** @type {any} */ stop) => stop.remaining.length);
  return left ? button(say("remains"), () => whatRemains(board, readAgain), { icon: "magnifying-glass", id: "remains" }) : null;
}

const readAgain = () => void get(`rounds/${encodeURIComponent(round)}`).then((read) => { board = read; draw(); }, complain);

/** The paper sheet of a van that is back, for those who may enter it. */
function returnSheet() {
  const may = board.state === "departed" && ["driver", "coordinator", "admin"].includes(document.body.dataset.role ?? "");
  return may ? button(say("post_return"), () => location.assign(`/return/${encodeURIComponent(round)}`), { icon: "clipboard-text" }) : null;
}

/** @param {any} event */
function onContext(event) {
  for (const context of contextsOf(event)) if (context.round) open(context.round);
}

let following = false;
/** @param {boolean} [again] */
async function begin(again = false) {
  closeBoard();
  round = "";
  board = null;
  const rounds = await roundsNow();
  state ??= await readPost();
  drawRounds(rounds);
  if (!again) onContext(state.readers ?? {});
  if (following) return;
  following = true;
  follow({ handlers: { context: onContext }, context: () => (round ? { round } : {}) });
}

header();
setFoot(() => (board ? [roundName(board), h("b.numbers", null, outOf(board.loaded, board.expected)), h("span.link", null, say("floor_online"))] : []));
Promise.all([catalogue("products"), catalogue("producers")]).then(() => begin()).catch(complain);
