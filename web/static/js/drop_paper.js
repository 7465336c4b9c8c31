// The paper of a lone drop: its receipt, what ails the printer, and whether the last crate is to be taken back.
import { button, h, icon, refill } from "./dom.js";
import { ask, strip } from "./floor.js";
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

/** @param {any} last the crate that was left last @param {(crate: string) => void} takeBack */
export function askUndo(last, takeBack) {
  if (!last) return;
  ask(say("undo_ask"), (close) => [h("p.lead", null, last.name), h("div.actions", null, button(say("cancel"), close, { icon: "arrow-left" }),
    button(say("yes_undo"), () => { close(); takeBack(last.crate); }, { icon: "trash", id: "yes-undo" }))]);
}
