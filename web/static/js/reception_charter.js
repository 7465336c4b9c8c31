// What reception must say of a farm before it takes its crates: documents that end, limits that are near.
import { get } from "./api.js";
import { h, icon } from "./dom.js";
import { day, say } from "./words.js";

const AFTER = { warn: "charter_ended", incomplete: "charter_waits", refuse: "charter_refused", "": "charter_ended" };
let of = "";
/** @type {any} */
let known = { documents: [], limits: [] };

/** Read what is to be said of a farm, once it is chosen. @param {string | null} producer */
export async function readNotices(producer) {
  if (!producer) return;
  const found = await get(`producers/${encodeURIComponent(producer)}/notices`);
  [of, known] = [producer, found];
}

/** @param {any} one */
function told(one) {
  const word = one.standing === "soon" ? "charter_soon" : AFTER[/** @type {keyof typeof AFTER} */ (one.after)] ?? "charter_ended";
  const stop = one.standing === "ended" && ["incomplete", "refuse"].includes(one.after);
  return h("p.said", { class: stop ? "stop" : "wait", "data-document": one.document }, icon("warning"), h("span", null, say(word, { what: say(`document_${one.document}`), date: day(one.until) })));
}

/** @param {any} one */
const near = (one) => h("p.said", { class: one.percent > 100 ? "stop" : "wait", "data-limit": one.limit }, icon("warning"), h("span", null, say("charter_limit", { what: one.name, percent: one.percent })));

/** The sentences of the farm that is chosen. @param {string | null} producer */
export const noticesOf = (producer) => (producer === of ? [...known.documents.map(told), ...known.limits.map(near)] : []);
