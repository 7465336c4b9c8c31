// What a lone drop tells: of its receipt, of a label that was read, of a crate that was left, of the printer; and whether one is taken back.
import { button, h, icon, refill } from "./dom.js";
import { ask, notice, strip } from "./floor.js";
import { play } from "./tones.js";
import { say, spoken } from "./words.js";

/** Asked for, printing, out: never out before the printer has proved it. @param {any} receipt @param {any[]} labels */
export function showPaper(receipt, labels) {
  const paper = receipt.label && (labels.find((label) => label.id === receipt.label.id) ?? receipt.label);
  const state = paper?.state ?? "none";
  const kind = state === "confirmed" ? "ok" : ["uncertain", "failed"].includes(state) ? "stop" : "wait";
  refill(document.getElementById("paper"), state, () => [h("p.said", { class: kind, "data-state": state }, icon(kind === "ok" ? "check-fat" : "printer"), h("span", null, say(`drop_paper_${state}`)))]);
}

/** Say what ails the printer; false while nothing comes out of it. @param {any} printer */
export function prints(printer) {
  const ready = !printer || ["online", "ready", "starting"].includes(printer.state);
  strip("printer", ready ? null : spoken(printer.say) || say("light_fault"));
  return ready;
}

/** A crate was left: what to do about its warmth, or its label. @param {any} answer @param {{warm: boolean, printing: boolean}} how */
export function tellLeft(answer, { warm, printing }) {
  play(warm ? "blocked" : "ok");
  if (warm) return notice(say("temperature_high"), "stop");
  if (!answer.label || answer.label.state === "confirmed") return notice(say("drop_noted"), "ok");
  notice(say(printing ? "take_crate" : "drop_label_first"), printing ? "wait" : "stop");
}

/** A label that was read is not taken. @param {string} why the word that says it */
export function notTaken(why) {
  play("wrong");
  notice(say(why), "stop");
}

/** @param {any} last the crate that was left last @param {(crate: string) => void} takeBack */
export function askUndo(last, takeBack) {
  if (!last) return;
  ask(say("undo_ask"), (close) => [h("p.lead", null, last.name), h("div.actions", null, button(say("cancel"), close, { icon: "arrow-left" }),
    button(say("yes_undo"), () => { close(); takeBack(last.crate); }, { icon: "trash", id: "yes-undo" }))]);
}
