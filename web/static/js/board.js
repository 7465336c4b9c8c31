// The wall board of one round: live, read from three metres, nothing to touch but a stop.
import { get } from "./api.js";
import { about, catalogue } from "./catalogue.js";
import { figures, miniMap, roundName, stopList, van, waitingGoods } from "./board_view.js";
import { by, fill, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { stream } from "./stream.js";
import { loadVerdicts, lookName, sentences, setFoot, titleOf, what } from "./verdict.js";
import { play } from "./tones.js";
import { amount, say, spoken } from "./words.js";

const ALARM_MS = 4000;
const round = document.body.dataset.round ?? "";
const path = `rounds/${encodeURIComponent(round)}`;
const main = by("main");
/** @type {any} */
let board = null;
/** @type {{answer: any, at: number} | null} */
let last = null;
let alarmTimer = 0;

function draw() {
  if (!board) return;
  fill(by("title"), roundName(board), board.vehicle ? h("span.vehicle", null, ` · ${board.vehicle}`) : null);
  fill(by("figures"), ...figures(board));
  fill(main,
    h("div.board", null,
      h("section.column", null, h("p.caption", null, icon("arrow-down"), h("span", null, say("board_load")), h("span.awaited", null, waitingGoods(board.stops))), miniMap(board.stops), stopList(board.stops)),
      h("aside.column", null, h("p.caption", null, say("board_van")), van(board.zones), farms(board.farms ?? []))),
    h("footer.last", { id: "last" }));
  drawLast();
}

/** How far a round is that collects too. @param {any[]} list */
function farms(list) {
  if (!list.length) return null;
  return h("p.caption", { id: "board-farms" }, say("board_farms", { done: list.filter((farm) => farm.collected_at).length, all: list.length, n: list.reduce((sum, farm) => sum + (farm.closed ? 0 : farm.crates - farm.arrived), 0) }));
}

function drawLast() {
  const foot = document.getElementById("last");
  if (!foot) return;
  const readers = board.readers === 1 ? say("board_reader") : say("board_readers", { n: board.readers ?? 0 });
  const look = last ? lookName(last.answer) : "";
  foot.className = `last ${look}`;
  fill(foot, ...(last ? lastWords(last) : [h("span", null, say("board_waiting"))]), h("span.push", null, h("i.dot"), `${say(document.body.classList.contains("offline") ? "floor_offline" : "floor_online")} · ${readers}`));
}

/** @param {{answer: any, at: number}} seen */
function lastWords({ answer, at }) {
  const seconds = Math.max(0, Math.round((Date.now() - at) / 1000));
  const ago = seconds < 60 ? say("board_ago_s", { n: seconds }) : say("board_ago_min", { n: Math.floor(seconds / 60) });
  const crate = answer.crate;
  const product = about("products", crate?.contents?.[0]?.product ?? crate?.product);
  const goods = crate ? [product?.name ?? crate.product_name, amount(crate, product?.unit)].filter(Boolean).join(" ") : "";
  const stop = board.stops.find((/** @type {any} */ one) => one.crates.some((/** @type {any} */ c) => c.id === crate?.id));
  const where = stop ? say("board_stop", { n: stop.stop }) : spoken(answer.say);
  return [icon({ ok: "check-fat", done: "checks", duplicate: "copy", blocked: "hand-palm" }[lookName(answer)] ?? "x"),
    h("b", null, goods), h("span", null, [goods && where ? "→" : "", where, "·", ago].filter(Boolean).join(" "))];
}

/** A stop turns the whole board red, for the one whose hands are full. @param {any} answer */
function alarm(answer) {
  const look = lookName(answer);
  window.clearTimeout(alarmTimer);
  document.querySelector(".verdict")?.remove();
  document.body.append(h("section.verdict", { class: look, role: "alert" }, h("div.inside", null,
    h("div.shape", null, icon(look === "blocked" ? "hand-palm" : "x")), h("h2", null, titleOf(answer)), answer.crate ? what(answer.crate) : null,
    h("p.sentence", null, sentences(answer).join(" ")))));
  alarmTimer = window.setTimeout(() => document.querySelector(".verdict")?.remove(), ALARM_MS);
}

/** @param {any} answer */
function onVerdict(answer) {
  last = { answer, at: Date.now() };
  const look = lookName(answer);
  play(look);
  if (look === "wrong" || look === "blocked") alarm(answer);
  drawLast();
}

/** The whole board, as it is sent first after every connection: a verdict that was given meanwhile is in it. @param {any} next */
function show(next) {
  board = next;
  const newer = next.last && next.last.ledger.seq > (last?.answer.ledger?.seq ?? 0);
  if (newer) last = { answer: next.last, at: Date.parse(next.last.at ?? "") || Date.now() };
  draw();
}

async function begin() {
  header();
  setFoot(() => []);
  await Promise.all([loadVerdicts(), ...["products", "producers", "customers"].map(catalogue)]);
  show(await get(path));
  stream(`/api/v1/${path}/stream`, { board: show, verdict: onVerdict }, (online) => { showLink(online); drawLast(); });
  window.setInterval(drawLast, 5000);
}

begin().catch(complain);
