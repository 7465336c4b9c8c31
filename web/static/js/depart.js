// Let a van go: one touch asks, a second one answers; what is not aboard is named first.
import { command, get } from "./api.js";
import { howMuch } from "./board_view.js";
import { productPicture } from "./catalogue.js";
import { button, food, h, icon, tile } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { refused } from "./refused.js";
import { play } from "./tones.js";
import { clock, french, refusalText, say } from "./words.js";

const DEPART_REASONS = { why_late: "clock", why_no_room: "truck", why_not_there: "magnifying-glass", why_agreed: "check" };
const MISSING_REASONS = { why_not_there: "magnifying-glass", why_not_delivered: "prohibit", why_damaged: "warning", why_agreed: "check" };

/** A handheld's scans or list lie behind: a named person may decide all the same. */
const MAY_BE_DECIDED = ["handheld_pending", "handheld_behind"];
const BEHIND_REASONS = { why_late: "clock", why_device_lost: "magnifying-glass", why_device_off: "warning", why_agreed: "check" };

/** @param {any} board @param {() => void} after */
export function departButton(board, after) {
  const gone = board.state === "departed";
  const ready = board.loaded === board.expected && !undecided(board).length;
  return button(say(gone ? "departed" : "depart"), () => question(board, after), { icon: "truck", class: ready ? "go" : "", disabled: gone, id: "depart" });
}

/** Every line not aboard, with whom it is for. @param {any} board */
const remaining = (board) => board.stops.flatMap((/** @type {any} */ stop) => stop.remaining.map((/** @type {any} */ line) => ({ ...line, customer: stop.customer.name })));
/** Those nobody declared missing. @param {any} board */
const undecided = (board) => remaining(board).filter((/** @type {any} */ line) => !line.declared_missing);

/** @param {any} board */
function sentence(board) {
  const left = board.expected - board.loaded;
  if (left) return say("depart_short", { n: left });
  if (undecided(board).length) return say("depart_lines", { n: undecided(board).length });
  return remaining(board).length ? say("depart_missing", { n: remaining(board).length }) : say("depart_ok", { n: board.loaded });
}

/** @param {any} board @param {() => void} after */
export function question(board, after) {
  const short = undecided(board).length > 0;
  ask(sentence(board), (close) => [
    h("ul.list", null, remaining(board).map((/** @type {any} */ line) => missingRow(board, line, close, after, question))),
    h("div.actions", null,
      button(say("depart_confirm"), () => { close(); if (short) askReason(say("depart_reason"), DEPART_REASONS, (reason) => void depart(board, reason, after)); else void depart(board, null, after); }, { class: short ? "danger" : "go", icon: "truck", id: "depart-yes" }),
      button(say("depart_wait"), close))]);
}

/**
 * What is not aboard: picture, place, who saw it last and when. Found: its scan says so. Not found: a person says it.
 * @param {any} board @param {() => void} after
 */
export function whatRemains(board, after) {
  ask(remaining(board).length ? say("remains_ask") : say("nothing_left"), (close) => [
    h("ul.list", null, remaining(board).sort((/** @type {any} */ a, /** @type {any} */ b) => Number(Boolean(b.crates)) - Number(Boolean(a.crates))).map((/** @type {any} */ line) => missingRow(board, line, close, after, whatRemains))),
    h("div.actions", null, remaining(board).length ? button(say("remains_found"), () => { close(); notice(say("remains_scan"), "wait"); }, { icon: "barcode", class: "primary" }) : null, button(say("cancel"), close))]);
}

/** Which dialog a declared line comes back to. @typedef {(board: any, after: () => void) => void} Again */

/** @param {any} board @param {any} line @param {() => void} close @param {() => void} after @param {Again} again */
function missingRow(board, line, close, after, again) {
  const [type, what] = line.order_line ? ["DeclareMissing", { order_line: line.order_line }] : ["DeclareCrateMissing", { crate: line.crates?.[0] }];
  const declare = () => { close(); askReason(say("missing_reason"), MISSING_REASONS, (reason) => void missing(board, type, { ...what, round: board.id, reason }, after, again)); };
  return h("li.row", null, food(productPicture(line)), h("div", null, h("b", null, `${line.name} ${howMuch(line)}`), h("small", null, [line.customer, line.zone, line.seen_by ? say("board_seen_by", { name: line.seen_by, time: clock(line.seen_at) }) : ""].filter(Boolean).join(" · "))),
    h("span.end", null, line.declared_missing ? say("board_missing") : button(say("declare_missing"), declare)));
}

/** Who decides says why, in one touch. @param {string} question @param {Record<string, string>} reasons sign by word @param {(reason: string) => void} then */
function askReason(question, reasons, then) {
  ask(question, (close) => [h("div.tiles.reasons", null, Object.entries(reasons).map(([key, sign]) => tile({ picture: icon(sign), title: say(key), onclick: () => { close(); void french(key).then(then).catch(complain); } }))), button(say("cancel"), close)]);
}

/** @param {any} board @param {string} type @param {any} data @param {() => void} after @param {Again} again */
async function missing(board, type, data, after, again) {
  try {
    const answer = await command(type, data);
    after();
    if (!refused(answer)) again(await get(`rounds/${encodeURIComponent(board.id)}`), after);
  } catch (error) {
    complain(error);
  }
}

/** @param {any} board @param {string | null} reason why it leaves with lines undecided @param {() => void} after */
async function depart(board, reason, after) {
  try {
    const data = reason ? { round: board.id, override: { reason } } : { round: board.id };
    const answer = await command("DepartRound", data);
    if (!reason && answer.outcome === "refused" && MAY_BE_DECIDED.includes(answer.refusal.code)) {
      play("wrong");
      askReason(refusalText(answer.refusal), BEHIND_REASONS, (why) => void depart(board, why, after));
    } else if (!refused(answer)) {
      play("done");
      notice(say("departed_said"), "ok");
    }
    after();
  } catch (error) {
    complain(error);
  }
}
