// Show the answer to a scan over the whole screen, with its sound. Judges nothing by itself.
import { get } from "./api.js";
import { about, productPicture } from "./catalogue.js";
import { afterPaint, button, food, h, icon } from "./dom.js";
import { lengthMs, play } from "./tones.js";
import { amount, say, spoken } from "./words.js";

const FLASH_MS = 2200;
const QUEUE = 5;
const SIGNS = { ok: "check-fat", done: "checks", wrong: "x", duplicate: "copy", blocked: "hand-palm" };
const ACKNOWLEDGE = { wrong: "ack_wrong", blocked: "ack_blocked" };

/** @type {Record<string, {look: string, sound: string, say: unknown, stays?: boolean}> | null} */
let table = null;
/** @type {any[]} */
let waiting = [];
/** @type {HTMLElement | null} */
let shown = null;
let timer = 0;
/** What speaks, from the first answer that is spoken on (post.js fetches it before): without it the sound and the words say all. @type {Promise<typeof import("./voice.js")> | null} */
let voice = null;
/** What the foot of the screen says, set by the page. @type {() => (Node | string)[]} */
let foot = () => [];

/** Read the one table of verdicts; asked again at the next scan if the network was away. */
export async function loadVerdicts() {
  try {
    const answer = await get("verdicts");
    table = answer.items ? Object.fromEntries(answer.items.map((/** @type {any} */ row) => [row.verdict, row])) : answer;
  } catch {
    table = null;
  }
}

/** Take over the table that a handheld keeps. @param {Record<string, any>} rows by verdict */
export const useVerdicts = (rows) => void (table = rows);

/** @param {() => (Node | string)[]} makeFoot */
export const setFoot = (makeFoot) => void (foot = makeFoot);

/** Draw the foot anew: the count has moved under the answer. */
export const refreshFoot = () => shown?.querySelector(".foot")?.replaceChildren(...foot());

/** Which of the five looks; what this page cannot tell yet is a stop, to be on the safe side. @param {any} answer */
export const lookName = (answer) => table?.[answer.verdict]?.look ?? (answer.verdict === "ok" ? "ok" : "wrong");

/** True while a stop waits for a person. */
export const mustBeSeen = () => shown?.dataset.stays === "1";

/** @param {any} answer */
const stays = (answer) => table?.[answer.verdict]?.stays ?? ["wrong", "blocked"].includes(lookName(answer));

/**
 * Show one answer: it stays until the next one, a stop until someone touches the button.
 * @param {any} answer an answer of the contract's "Scans"
 * @param {{flash?: boolean}} [how] flash: a good answer goes away by itself
 */
export function showVerdict(answer, how = {}) {
  if (mustBeSeen()) {
    waiting = [...waiting, answer].slice(-QUEUE);
    play(lookName(answer));
    return;
  }
  put(answer, how);
}

/** @param {any} answer @param {{flash?: boolean}} how */
function put(answer, how) {
  const look = lookName(answer);
  window.clearTimeout(timer);
  const drawn = draw(answer, look);
  if (shown) shown.replaceWith(drawn);
  else document.body.append(drawn);
  shown = drawn;
  afterPaint(() => heard(drawn, answer, look));
  const passing = how.flash || !answer.crate; // a chosen round or door needs no touch
  if (passing && !stays(answer)) timer = window.setTimeout(dismiss, FLASH_MS);
}

/** What follows the picture: a focus lays the page out, a sound is made note by note. @param {HTMLElement} drawn @param {any} answer @param {string} look */
function heard(drawn, answer, look) {
  const sound = table?.[answer.verdict]?.sound ?? look;
  play(sound);
  if (drawn !== shown) return; // a newer answer is on the screen, and is what is spoken
  drawn.querySelector("button")?.focus();
  if (look !== "ok") void (voice ??= import("./voice.js")).then(({ speak }) => speak(spokenNames(answer), lengthMs(sound)), () => (voice = null));
}

/** The phrases of an answer: its word, what is wrong, what to do. @param {any} answer */
export function spokenNames({ verdict, refusal }) {
  const code = refusal?.code;
  return [`verdict_${verdict}`, ...(code ? [verdict === "refused" ? `say_${code}` : "", `remedy_${code}`] : [])];
}

/** Take the answer away; the next one that waited is shown. */
function dismiss() {
  void voice?.then(({ hush }) => hush(), () => null);
  window.clearTimeout(timer);
  shown?.remove();
  shown = null;
  const next = waiting.shift();
  if (next) put(next, {});
  document.dispatchEvent(new CustomEvent("verdict-closed"));
}

/** @param {any} answer @param {string} look */
function draw(answer, look) {
  const title = titleOf(answer);
  const sentence = sentences(answer).filter((text) => text && text !== title).join(" ");
  const key = answer.alarm || (look === "wrong" && !answer.crate) ? "ack_unknown" : ACKNOWLEDGE[/** @type {keyof typeof ACKNOWLEDGE} */ (look)] ?? "next";
  return h("section.verdict", { class: look, "data-look": look, "data-verdict": answer.verdict, "data-stays": stays(answer) ? "1" : null, role: "alertdialog", "aria-label": title },
    h("div.inside", null,
      h("div.shape", null, icon(SIGNS[/** @type {keyof typeof SIGNS} */ (look)] ?? "x")),
      h("h2", null, title),
      answer.crate ? what(answer.crate, true) : null,
      sentence ? h("p.sentence", null, sentence) : null,
      button(say(key), () => { dismiss(); if (key === "ack_blocked" && answer.verdict === "lot_blocked" && answer.crate?.id) document.dispatchEvent(new CustomEvent("put-down", { detail: answer.crate })); })),
    h("footer.foot", null, ...foot()));
}

/** The verdict's own word; a card that was scanned, or a plain refusal, says more itself. @param {any} answer */
export function titleOf(answer) {
  const word = spoken(table?.[answer.verdict]?.say);
  const said = spoken(answer.say);
  const shop = document.body.dataset.page === "shop" && answer.verdict.startsWith("wrong_"); // no round there
  const own = shop || answer.verdict === "refused" || (!answer.crate && ["ok", "done"].includes(answer.verdict));
  return (own ? said || word : word || said).replace(/\.$/, "");
}

/** @param {any} answer */
export function sentences(answer) {
  return [spoken(answer.say).replace(/\.?$/, "."), spoken(answer.next)].filter((text) => text !== "." && text !== `${titleOf(answer)}.`);
}

/** The crate in one line a person can compare with the label. @param {any} crate @param {boolean} [later] its picture comes after the first paint */
export function what(crate, later = false) {
  const first = crate.contents?.find((/** @type {any} */ one) => typeof one === "object") ?? crate;
  const product = about("products", first.product ?? crate.product);
  const producer = about("producers", first.producer ?? crate.producer);
  const several = (crate.contents?.length ?? 0) > 1;
  const name = several ? say("mixed_crate") : product?.name ?? crate.name ?? first.product ?? "";
  const customer = about("customers", crate.customer);
  const size = amount({ net_g: crate.net_g ?? first.net_g, count: crate.count ?? first.count }, product?.unit) || (crate.unmeasured || crate.unweighed ? say("crate_unweighed") : "");
  const lot = crate.lot ?? first.lot;
  const picture = () => food(productPicture({ name, family: product?.family }));
  const place = later ? h("span.food") : picture();
  if (later) afterPaint(() => place.replaceWith(picture()));
  return h("div.what", null, place,
    h("div", null,
      h("b", null, [name, size].filter(Boolean).join(" · ")),
      h("small", null, [several ? customer?.name : producer?.name, lot ? `lot ${lot}` : several ? "" : customer?.name].filter(Boolean).join(" · "))));
}
