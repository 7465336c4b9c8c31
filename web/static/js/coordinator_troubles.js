// What the coordinator must look at: grave things first, one touch or key to the first of them.
import { command, newId, post } from "./api.js";
import { roundName } from "./board_view.js";
import { complete } from "./complete.js";
import { button, h, icon } from "./dom.js";
import { choiceButtons, choosable } from "./changed_choices.js";
import { ask, complain } from "./floor.js";
import { told } from "./told.js";
import { clock, say } from "./words.js";

const SHOWN = 4; // of one kind; the others are unfolded
const GRAVE = new Set(["blocked_lot_gone", "zone_too_warm", "loaded_twice", "duplicate_id"]);
/** The kinds someone unfolded. @type {Set<string>} */
const unfolded = new Set();

/** What became of it, in one touch. @type {Record<string, string[]>} */
const ONE_TOUCH = {
  pickup_short: ["Jamais chargée", "Restée dans le camion"], pickup_over: ["Gardée en stock", "Rendue à la ferme"], pickup_refused: ["Client prévenu"],
  pickup_otherwise: ["Caisse vérifiée"], collected_twice: ["Comparé"],
};

/** @param {any} trouble @param {string} note @param {() => unknown} after */
const note = (trouble, note, after) => void command("SettleException", { exception: trouble.id, note }).then((answer) => { told(answer, "C’est noté."); return after(); }).catch(complain);

/** @param {any} trouble @param {() => unknown} after */
function settle(trouble, after) {
  const note = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", maxlength: "200", placeholder: "Ce qui a été fait", "aria-label": "Ce qui a été fait" }));
  const send = (/** @type {() => void} */ close) => { close(); void command("SettleException", { exception: trouble.id, note: note.value || "réglé" }).then((answer) => { told(answer, "C’est noté."); return after(); }).catch(complain); };
  ask(trouble.title, (close) => [h("form.stack", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); send(close); } },
    h("p", null, trouble.detail), trouble.remedy ? h("p.remedy", null, trouble.remedy) : null, h("div.field", null, note),
    h("div.actions", null, h("button.button.primary", { type: "submit" }, "C’est réglé"), button(say("cancel"), close)))]);
  note.focus();
}

/** What can be done at once is done; the rest is settled by a note. @param {any} one @param {() => unknown} after */
const open = (one, after) => void (one.kind === "late_orders" ? location.assign("/orders") : one.kind === "crate_incomplete" ? complete(one.subject, after) : settle(one, after));

/** Once the command is taken, the trouble of the former label is settled by the station. @param {any} one @param {() => unknown} after */
const reprint = (one, after) => void post(`/api/v1/labels/${encodeURIComponent(one.subject)}/reprint`, { command_id: newId() })
  .then((answer) => { told(answer, "Elle s’imprime."); return after(); }).catch(complain);

/** A doubtful label is shown; what its printer said is for whoever repairs it. @param {any} one @param {() => unknown} after */
function row(one, after) {
  const label = one.kind.startsWith("label_");
  const words = label ? h("a", { href: `/api/v1/labels/${encodeURIComponent(one.subject)}.png`, target: "_blank", rel: "noopener" }, "Voir l’étiquette") : one.detail || one.subject;
  return h("div.trouble", { "data-exception": one.id, class: choosable(one) || ONE_TOUCH[one.kind] ? "wide" : "" }, h("div", null, h("b", null, words), h("span.muted", null, [clock(one.at), label ? one.detail : one.detail && !ONE_TOUCH[one.kind] ? one.subject : ""].filter(Boolean).join(" · "))),
    h("div.field", null, label ? button("Réimprimer", () => reprint(one, after), { icon: "printer" }) : null,
      choosable(one) ? choiceButtons(one, after) : one.kind === "late_orders" ? h("a.button", { href: "/orders" }, "Décider") : one.kind === "crate_incomplete" ? button("Compléter", () => open(one, after), { icon: "clipboard-text" }) : [...(ONE_TOUCH[one.kind] ?? []).map((text) => button(text, () => note(one, text, after))), button("Régler", () => settle(one, after))]));
}

/** Troubles of one kind share title and remedy. @param {any[]} list @param {() => unknown} after */
function group(list, after) {
  const { title, remedy, group: key } = list[0];
  const open = (/** @type {any} */ event) => void (event.target.open ? unfolded.add(key) : unfolded.delete(key));
  return h("section.card.group", { class: GRAVE.has(list[0].kind) ? "grave" : "" }, h("h3", null, title, h("span.badge", null, list.length)), remedy ? h("p.remedy", null, remedy) : null,
    list.slice(0, SHOWN).map((one) => row(one, after)),
    list.length > SHOWN ? h("details", { open: unfolded.has(key), ontoggle: open }, h("summary", null, `Encore ${list.length - SHOWN}`), list.slice(SHOWN).map((one) => row(one, after))) : null);
}

/** Nothing in the ledger says that a van stands still: the clock does. @param {any[]} rounds */
function overdueCard(rounds) {
  return h("section.card.group.grave", { id: "overdue" }, h("h3", null, "Pas partie à l’heure", h("span.badge", null, rounds.length)),
    rounds.map((one) => h("div.trouble", { "data-round": one.id }, h("div", null, h("b", null, roundName(one)), h("span.muted", null, `prévue à ${clock(one.depart_at)} · ${one.loaded} / ${one.expected} chargées`)),
      h("a.button", { href: `/board/${encodeURIComponent(one.id)}` }, icon("eye"), "Tableau"))));
}

/** @param {any[]} exceptions @param {any[]} overdue rounds that should be gone @param {() => unknown} after what reads the page anew */
export function troubles(exceptions, overdue, after) {
  const first = (/** @type {any} */ one) => (GRAVE.has(one.kind) ? 0 : 1);
  const sorted = [...exceptions].sort((a, b) => first(a) - first(b));
  const groups = new Map();
  for (const one of sorted) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  const count = sorted.length;
  const nothing = overdue.length ? "Rien d’autre à regarder." : "Rien à regarder.";
  const title = count === 0 ? nothing : count === 1 ? "1 chose à regarder" : `${count} choses à regarder`;
  return h("div.stack", null, overdue.length ? overdueCard(overdue) : null, h("div.headline", { class: count ? "" : "calm" }, icon(count ? "warning" : "check-fat", "round"), h("h2", { id: "troubles" }, title),
    count ? h("span.push", null, button("Ouvrir la première", () => open(sorted[0], after), { class: "primary", id: "first" })) : null),
    ...[...groups.values()].map((list) => group(list, after)));
}
