// Let a van go: one touch asks, a second one answers; what is not aboard is named first.
import { command } from "./api.js";
import { howMuch } from "./board_view.js";
import { productPicture } from "./catalogue.js";
import { button, food, h } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { play } from "./tones.js";
import { say, spoken } from "./words.js";

/** @param {any} board @param {() => void} after */
export function departButton(board, after) {
  const gone = board.state === "departed";
  return button(say(gone ? "departed" : "depart"), () => question(board, after), { icon: "truck", class: board.loaded === board.expected ? "go" : "", disabled: gone, id: "depart" });
}

/** @param {any} board @param {() => void} after */
export function question(board, after) {
  const lines = board.stops.flatMap((/** @type {any} */ stop) => stop.remaining.map((/** @type {any} */ line) => ({ ...line, customer: stop.customer.name })));
  const left = board.expected - board.loaded;
  const open = lines.filter((/** @type {any} */ line) => !line.declared_missing);
  ask(left ? say("depart_short", { n: left }) : say("depart_ok", { n: board.loaded }), (close) => [
    h("ul.list", null, lines.map((/** @type {any} */ line) => missingRow(board, line, close, after))),
    h("div.actions", null,
      button(say("depart_confirm"), () => { close(); void depart(board, open.length > 0, after); }, { class: left ? "danger" : "go", icon: "truck", id: "depart-yes" }),
      button(say("depart_wait"), close))]);
}

/** @param {any} board @param {any} line @param {() => void} close @param {() => void} after */
function missingRow(board, line, close, after) {
  const declare = () => { close(); void missing(board, line, after); };
  return h("li.row", null, food(productPicture(line)), h("div", null, h("b", null, `${line.name} ${howMuch(line)}`), h("small", null, [line.customer, line.zone].filter(Boolean).join(" · "))),
    h("span.end", null, line.declared_missing ? say("board_missing") : line.order_line ? button(say("declare_missing"), declare) : null));
}

/** @param {any} answer */
function refused(answer) {
  if (answer.outcome !== "refused") return false;
  play("wrong");
  notice([spoken(answer.refusal.say), spoken(answer.refusal.remedy)].filter(Boolean).join(" "), "stop");
  return true;
}

/** @param {any} board @param {any} line @param {() => void} after */
async function missing(board, line, after) {
  try {
    const answer = await command("DeclareMissing", { order_line: line.order_line, round: board.id, reason: "absente au chargement" });
    if (!refused(answer)) notice(say("missing_noted"), "ok");
    after();
  } catch (error) {
    complain(error);
  }
}

/** @param {any} board @param {boolean} short @param {() => void} after */
async function depart(board, short, after) {
  try {
    const data = short ? { round: board.id, override: { reason: "départ sans les caisses restantes" } } : { round: board.id };
    const answer = await command("DepartRound", data);
    if (!refused(answer)) {
      play("done");
      notice(say("departed_said"), "ok");
    }
    after();
  } catch (error) {
    complain(error);
  }
}
