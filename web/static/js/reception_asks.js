// What the reception asks over its page: thanks with the intake's note, the last crate to annul, the last labels.
import { command } from "./api.js";
import { reprint } from "./doubt.js";
import { button, h, icon, tile } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { plainLabel } from "./reception_views.js";
import { refused } from "./refused.js";
import { play } from "./tones.js";
import { amount, counted, kilograms, say } from "./words.js";

const PICTURES = 5;

/** @param {any} intake that was just closed */
function thank(intake) {
  const crates = `${intake.crates} ${counted("crate", "crates", intake.crates)}`;
  const sum = intake.net_g ? say("intake_done", { crates, kg: kilograms(intake.net_g) }) : say("intake_done_counts", { crates });
  ask(sum, (close) => [h("div.actions", null,
    h("a.button", { href: `/api/v1/documents/intake-note/${encodeURIComponent(intake.id)}.pdf`, target: "_blank", rel: "noopener", id: "intake-note" }, icon("file-pdf"), say("intake_note")),
    button(say("close"), close, { class: "go", icon: "check" }))]);
}

/** End a drop; true once it is closed. @param {any} intake */
export async function close(intake) {
  if (refused(await command("CloseIntake", { intake: intake.id }))) return false;
  play("done");
  thank(intake);
  return true;
}

/** @param {any} label of the last crate @param {() => void} done */
export function askUndo(label, done) {
  ask(say("undo_ask"), (close) => [
    h("ul.list", null, plainLabel(label)),
    h("div.actions", null,
      button(say("yes_undo"), () => { close(); void undo(label).then((undone) => undone && done()).catch(complain); }, { class: "danger", icon: "arrow-counter-clockwise" }),
      button(say("no_keep"), close))]);
}

/** @param {any} label */
const undo = async (label) => !refused(await command("VoidCrate", { crate: label.crate, reason: "annulée au poste" }));

/** The last labels as they lie on the table: the one that is touched comes out again, as a numbered copy. @param {any[]} labels @param {any} actions */
export function listLabels(labels, actions) {
  const shown = labels.filter((label) => label.state !== "voided").slice(0, PICTURES);
  ask(say(shown.length ? "reprint" : "no_labels"), (close) => [
    h("div.tiles.papers", null, shown.map((label) => tile({
      picture: h("img", { src: `/api/v1/labels/${encodeURIComponent(label.id)}.png`, alt: "" }), title: label.product,
      small: [amount(label, label.unit), say(`label_${label.state}`), label.copy > 1 ? say("copy", { n: label.copy }) : ""].filter(Boolean).join(" · "),
      onclick: () => { close(); reprint(label.id, actions.complain); } }))),
    button(say("close"), close)]);
}

/** One touch tells the coordinator, while the producer still stands there. @param {any} row */
export function askDifference(row) {
  ask(say("ask_difference"), (close) => {
    const note = (/** @type {string} */ difference) => { close(); void tell(row, difference).catch(complain); };
    return [h("p.lead", null, `${row.name} · ${row.product_name}`), h("div.actions", null,
      button(say("came_short"), () => note("short"), { id: "came-short" }), button(say("came_over"), () => note("over"), { id: "came-over" }),
      button(say("came_wrong"), () => note("wrong_customer"), { id: "came-wrong" }), button(say("cancel"), close))];
  });
}

/** @param {any} row @param {string} difference */
async function tell(row, difference) {
  if (!refused(await command("NoteArrival", { order_line: row.order_line, difference }))) notice(say("arrival_noted"), "ok");
}
