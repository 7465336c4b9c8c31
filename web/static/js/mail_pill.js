// What became of a mail, and what a person says of one that is doubtful or was refused.
import { button, h } from "./dom.js";
import { ask } from "./floor.js";
import { send } from "./told.js";
import { clock, say } from "./words.js";

const STATES = /** @type {Record<string, [string, string]>} */ ({
  queued: ["en attente", "wait"], sending: ["part…", "wait"], sent: ["envoyé", "ok"],
  uncertain: ["incertain", "bad"], failed: ["refusé", "bad"], dropped: ["abandonné", ""],
});

/** @param {any} mail @param {string} to whom it is for @param {() => Promise<unknown>} after */
export function mailPill(mail, to, after) {
  const [words, kind] = STATES[mail.state] ?? [mail.state, ""];
  const settle = (/** @type {string} */ how, /** @type {() => void} */ close) => { close(); void send("SettleMail", { mail: mail.id, how }, "C’est noté.", after); };
  const open = () => ask(`Courrier à ${to}`, (close) => [h("p", null, mail.evidence),
    h("div.actions", null, button("Il est arrivé", () => settle("arrived", close)), button("Renvoyer", () => settle("again", close), { class: "primary" }), button("Abandonner", () => settle("dropped", close)), button(say("cancel"), close))]);
  return [h("span.pill", { class: kind }, `${words} ${clock(mail.changed_at)}`), " ", kind === "bad" ? button("Régler", open) : null];
}
