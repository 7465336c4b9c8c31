// Calls for help, on every page of the office: a bar until somebody has opened and ended them.
import { command, items } from "./api.js";
import { button, h, icon } from "./dom.js";
import { complain } from "./floor.js";
import { told } from "./told.js";
import { clock, say } from "./words.js";

const EVERY_MS = 4000;
let drawn = "";

/** @param {any} call */
const place = (call) => [call.post, call.screen && call.screen !== call.post ? `écran ${call.screen}` : ""].filter(Boolean).join(" · ") || "sans poste";

/** @param {any} call */
function state(call) {
  if (call.coming_at) return `${call.coming_name || say("help_someone")} arrive`;
  return call.seen_at ? `vu par ${call.seen_name || say("help_someone")}` : "pas encore vu";
}

/** @typedef {(question: string, answers: (close: () => void) => Node[]) => unknown} Ask */

/** Opening a call says that it was seen; only a touch says that somebody comes. @param {any} call @param {Ask} ask */
function open(call, ask) {
  const send = (/** @type {string} */ type) => void command(type, { help: call.id }).then((answer) => { told(answer); return read(ask); }).catch(complain);
  send("SeeHelp");
  ask(`${call.asked_name || "Quelqu’un"} appelle`, (close) => [h("p", null, `${place(call)} · ${clock(call.asked_at)}`),
    h("div.actions", null, button("J’arrive", () => { close(); send("AnswerHelp"); }, { class: "primary", id: "coming" }), button("C’est fini", () => { close(); send("EndHelp"); }, { id: "over" }), button(say("close"), close))]);
}

/** @param {Ask} ask */
async function read(ask) {
  const found = await items("helps").catch(() => null);
  if (found === null || JSON.stringify(found) === drawn) return;
  drawn = JSON.stringify(found);
  document.getElementById("calls")?.remove();
  if (!found.length) return;
  document.querySelector("header.bar")?.after(h("section.calls", { id: "calls", role: "alert", "aria-label": "Appels" },
    found.map((call) => h("div.call", null, icon("bell"), h("b", null, `${call.asked_name || "Quelqu’un"} appelle`), h("span", null, `${place(call)} · ${clock(call.asked_at)} · ${state(call)}`), button("Voir", () => open(call, ask))))));
}

/** Watch for calls for as long as the page is open. @param {Ask} ask */
export function watchCalls(ask) {
  void read(ask);
  window.setInterval(() => { if (!document.hidden) void read(ask); }, EVERY_MS);
}
