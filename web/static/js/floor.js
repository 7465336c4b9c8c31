// What every floor screen does: the header's signs, the post's stream, scans from wired and typing readers.
import { get, post as postOnce, resume, scan } from "./api.js";
import { by, fill, h, icon, refill } from "./dom.js";
import { stream } from "./stream.js";
import { loadVerdicts, mustBeSeen, showVerdict } from "./verdict.js";
import { listen } from "./wedge.js";
import { play } from "./tones.js";
import { say } from "./words.js";

const NOTICE_MS = 6000;
const TWICE_MS = 1000; // a call's answer and its echo on the stream lie closer than two scans of one crate

export const post = document.body.dataset.post ?? "";
let noticeTimer = 0;

/** Say one sentence at the bottom. @param {string} text @param {"ok" | "stop" | "wait"} [kind] */
export function notice(text, kind = "wait") {
  const place = by("notice");
  const sign = { ok: "check-fat", stop: "warning", wait: "clock" }[kind];
  fill(place, h("p.said", { class: kind }, icon(sign), h("span", null, text)));
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => fill(place), NOTICE_MS);
}

/** Say what went wrong with a call. @param {unknown} error */
export const complain = (error) => notice(error instanceof Error ? error.message : say("not_understood"), "stop");

/** What is wrong at this post for as long as it is, in a line under the page; null takes it away. @param {string} sign @param {string | null} text */
export function strip(sign, text) {
  refill(by("strip"), [sign, text], () => [text ? h("p.said.stop", null, icon(sign), h("span", null, text)) : null]);
}

/** @param {boolean} online */
export function showLink(online) {
  const link = by("link");
  if (link.dataset.online === String(online)) return; // said every second: what stands is not drawn anew
  link.dataset.online = String(online);
  link.classList.toggle("lost", !online);
  link.textContent = say(online ? "floor_online" : "floor_offline");
  document.body.classList.toggle("offline", !online);
}

/** Ask a question over the page. @param {string} question @param {(close: () => void) => Node[]} answers */
export function ask(question, answers) {
  fill(by("notice")); // an older sentence must not hide the question
  const before = document.activeElement;
  const overlay = h("div.ask", { role: "dialog", "aria-modal": "true", "aria-label": question, onkeydown: (/** @type {any} */ event) => { if (event.key === "Escape") close(); } });
  const close = () => { overlay.remove(); if (before instanceof HTMLElement) before.focus(); };
  overlay.append(h("div", null, h("p.question", null, question), ...answers(close)));
  document.body.append(overlay);
  overlay.querySelector("button")?.focus();
  return close;
}

/** Leave: log this person out. */
async function leave() {
  await postOnce("/api/v1/logout", {}).catch(() => null);
  location.assign("/login");
}

/** An answer that the page before did not live to see: what is not good is said. @param {any} answer of a command, or of a scan */
function late(answer) {
  if (!answer.verdict) void import("./told.js").then(({ told }) => told(answer)).catch(complain);
  else if (answer.verdict !== "ok") void loadVerdicts().then(() => showVerdict(answer));
}

/** Wire the parts of the header; every floor page calls this once. */
export function header() {
  document.getElementById("leave")?.addEventListener("click", () => void leave());
  document.getElementById("help")?.addEventListener("click", () => void import("./help.js").then(({ showHelp }) => showHelp(ask)).catch(complain));
  document.addEventListener("outbox", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.waiting) notice(say("retrying"));
  });
  void resume(late, complain);
  if (sessionStorage.getItem("help-call")) void import("./help_call.js").then(({ resumeCall }) => resumeCall()).catch(complain);
  const office = document.body.classList.contains("office") && ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
  if (office) void import("./calls.js").then(({ watchCalls }) => watchCalls(ask));
}

/** @returns {Promise<any>} the post with its devices, contexts, labels and open intakes */
export async function readPost() {
  const [state, status] = await Promise.all([get(`posts/${encodeURIComponent(post)}`), get("status")]);
  const devices = status.posts.find((/** @type {any} */ one) => one.id === post) ?? {};
  return { ...devices, ...state, printer_id: devices.printer };
}

/** @type {Map<string, string>} */
const contextsSeen = new Map();

/**
 * The contexts that changed since they were last told: one reader's scan must not bring back another's.
 * @param {Record<string, any>} contexts by reader
 * @returns {any[]}
 */
export function contextsOf(contexts) {
  const changed = Object.entries(contexts ?? {}).filter(([reader, context]) => contextsSeen.get(reader) !== JSON.stringify(context));
  for (const [reader, context] of changed) contextsSeen.set(reader, JSON.stringify(context));
  return changed.map(([, context]) => context);
}

/** The wired reader of this post, whose context a touch on the screen sets too. @param {any} state */
export function wiredReader(state) {
  return state?.scanners?.[0];
}

/**
 * Send one scan of this page and show its verdict.
 * @param {string} code @param {Record<string, unknown>} [more]
 */
export async function scanned(code, more = {}) {
  if (mustBeSeen()) return play("wrong"), null;
  try {
    return await scan(post, code, more);
  } catch (error) {
    complain(error);
    return null;
  }
}

/**
 * Follow a post: its stream, and the readers that type.
 * @param {{handlers: Record<string, (data: any) => void>, onVerdict?: (answer: any) => void,
 *   context?: () => Record<string, unknown>, onCode?: (code: string) => boolean, onState?: (online: boolean) => void,
 *   flash?: boolean}} page
 */
export function follow(page) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** The same answer may come by the call and by the stream: shown once. @param {any} answer */
  function verdict(answer) {
    const id = answer.command_id ?? answer.command?.command_id;
    const look = JSON.stringify([answer.verdict, answer.crate?.id, answer.say, answer.refusal?.code]);
    const now = performance.now();
    if ((id && seen.has(id)) || now - (seen.get(look) ?? -TWICE_MS) < TWICE_MS) return;
    if (seen.size > 200) seen.clear();
    if (id) seen.set(id, now);
    seen.set(look, now);
    page.onVerdict ? page.onVerdict(answer) : showVerdict(answer, { flash: page.flash });
  }
  const table = loadVerdicts();
  listen(async (code) => {
    if (page.onCode?.(code)) return;
    const context = page.context?.();
    const answer = await scanned(code, context ? { context } : {});
    if (answer) verdict(answer);
  });
  /** Rare, so fetched when there is one, or was. @param {any[]} list */
  const alarms = (list) => void (list.length || localStorage.getItem("hangar-alarms-seen") ? table.then(() => import("./alarms.js")).then(({ sound }) => sound(list), complain) : null);
  const closeStream = stream(`/api/v1/posts/${encodeURIComponent(post)}/stream`, { alarms, ...page.handlers, verdict }, (online) => {
    showLink(online);
    page.onState?.(online);
  });
  return { verdict, close: closeStream };
}
