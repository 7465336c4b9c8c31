// A label that may not have come out: the worker says whether it is there, or prints it again.
import { command, newId, post } from "./api.js";
import { productPicture } from "./catalogue.js";
import { button, food, h, refill } from "./dom.js";
import { play } from "./tones.js";
import { amount, refusalText, say } from "./words.js";

const DOUBTFUL = new Set(["uncertain", "failed"]);

/** @param {string} id @param {(error: unknown) => void} complain */
export const reprint = (id, complain) => void post(`/api/v1/labels/${encodeURIComponent(id)}/reprint`, { command_id: newId(), post: document.body.dataset.post })
  .then((answer) => { if (answer.outcome === "refused") throw new Error(refusalText(answer.refusal)); }).catch(complain);

/** @param {string} id @param {(error: unknown) => void} complain */
const isHere = (id, complain) => void command("ConfirmLabel", { label: id })
  .then((answer) => { if (answer.outcome === "refused") throw new Error(refusalText(answer.refusal)); play("ok"); }).catch(complain);

/** Ask about the oldest doubtful label; the next crate never waits for it. @param {any[]} labels @param {(error: unknown) => void} complain */
export function askDoubt(labels, complain) {
  const open = labels.filter((one) => DOUBTFUL.has(one.state)).reverse();
  const label = open[0];
  refill(document.getElementById("doubt"), open.map((one) => [one.id, one.state, one.product]), () => (label ? [h("div.said.wait.doubt", { "data-label": label.id },
    food(productPicture({ name: label.product, family: label.family })),
    h("span", null, say(label.state === "failed" ? "doubt_failed" : "doubt_ask"), h("small", null, [label.product, amount(label, label.unit), open.length > 1 ? say("doubt_more", { n: open.length - 1 }) : ""].filter(Boolean).join(" · "))),
    button(say("reprint"), () => reprint(label.id, complain), { icon: "printer", id: "doubt-reprint" }),
    label.state === "failed" ? null : button(say("doubt_here"), () => isHere(label.id, complain), { icon: "check", id: "doubt-here" }))] : []));
}
