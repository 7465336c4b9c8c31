// The last labels of a post with what became of each, as rows a worker can reprint.
import { productPicture } from "./catalogue.js";
import { reprint } from "./doubt.js";
import { food, h, icon } from "./dom.js";
import { amount, say } from "./words.js";

const KEPT = 8;
const SIGNS = { queued: "clock", sending: "printer", sent: "barcode", confirmed: "check-fat", uncertain: "warning", failed: "warning", voided: "trash" };

/** Put one label's new state into the list, newest first. @param {any[]} labels @param {any} label */
export function withLabel(labels, label) {
  const at = labels.findIndex((one) => one.id === label.id);
  if (at < 0) return [label, ...labels].slice(0, KEPT);
  return labels.map((one, i) => (i === at ? { ...one, ...label } : one));
}

/** Without those whose copy was read since: one label of the crate is proved, nothing is left to do. @param {any[]} labels */
export const unsettled = (labels) => labels.filter((label) => label.state !== "sent" || !labels.some((one) => one.crate === label.crate && one.copy > label.copy && one.state === "confirmed"));

/** The last crate that can be annulled. @param {any[]} labels */
export const lastAlive = (labels) => labels.find((label) => label.state !== "voided") ?? null;

/** @param {any} label @param {(error: unknown) => void} complain */
export function labelRow(label, complain) {
  const state = say(`label_${label.state}`);
  const gone = label.state === "voided" && !label.net_g && !label.count; // nothing is in an annulled crate
  const name = gone ? say("crate_gone") : label.product;
  return h("li.row.label", { "data-label": label.id, "data-state": label.state },
    food(gone ? "caisse" : productPicture({ name: label.product, family: label.family })),
    h("div", null, h("b", null, name), h("small", null, amount(label, label.unit)),
      h("span.state", { class: label.state }, icon(SIGNS[/** @type {keyof typeof SIGNS} */ (label.state)] ?? "question"), h("span", null, label.copy > 1 ? `${state} · ${say("copy", { n: label.copy })}` : state))),
    label.state === "voided" ? null : h("button.iconbutton", { type: "button", "aria-label": `${say("reprint")} ${label.product}`, title: say("reprint"), onclick: () => reprint(label.id, complain) }, icon("printer")));
}
