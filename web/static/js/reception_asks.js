// What the reception asks over its page: thanks with the intake's note, the last crate to annul, the last labels.
import { button, h, icon } from "./dom.js";
import { ask } from "./floor.js";
import { labelRows, plainLabel } from "./reception_views.js";
import { counted, kilograms, say } from "./words.js";

/** @param {any} intake that was just closed */
export function thank(intake) {
  const crates = `${intake.crates} ${counted("crate", "crates", intake.crates)}`;
  const sum = intake.net_g ? say("intake_done", { crates, kg: kilograms(intake.net_g) }) : say("intake_done_counts", { crates });
  ask(sum, (close) => [h("div.actions", null,
    h("a.button", { href: `/api/v1/documents/intake-note/${encodeURIComponent(intake.id)}.pdf`, target: "_blank", rel: "noopener", id: "intake-note" }, icon("file-pdf"), say("intake_note")),
    button(say("close"), close, { class: "go", icon: "check" }))]);
}

/** @param {any} label of the last crate @param {() => void} undo */
export function askUndo(label, undo) {
  ask(say("undo_ask"), (close) => [
    h("ul.list", null, plainLabel(label)),
    h("div.actions", null,
      button(say("yes_undo"), () => { close(); undo(); }, { class: "danger", icon: "arrow-counter-clockwise" }),
      button(say("no_keep"), close))]);
}

/** The last labels, where the screen has no room for their column. @param {any[]} labels @param {any} actions */
export function listLabels(labels, actions) {
  ask(say("last_labels"), (close) => [h("ul.list", null, labelRows(labels, actions)), button(say("close"), close)]);
}
