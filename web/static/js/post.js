// The post of this screen: its state, its stream, and the scans of its wired and typing readers.
import { get, scan } from "./api.js";
import { complain, post, showLink } from "./floor.js";
import { askAnew } from "./missing.js";
import { stream } from "./stream.js";
import { play } from "./tones.js";
import { loadVerdicts, mustBeSeen, showVerdict } from "./verdict.js";
import { listen } from "./wedge.js";

const TWICE_MS = 1000; // an answer without an id and its echo lie closer than two scans

/** @returns {Promise<any>} the post with its devices, contexts, labels and open intakes */
export async function readPost() {
  const [state, status] = await Promise.all([get(`posts/${encodeURIComponent(post)}`), get("status")]);
  const devices = status.posts.find((/** @type {any} */ one) => one.id === post) ?? {};
  return { ...devices, ...state, printer_id: devices.printer };
}

/**
 * Fetch what later touches need, once the page stands: by then the Wi-Fi may be away. What fails is silent here, and said where it is asked.
 * @param {...(() => Promise<unknown>)} parts
 */
export function warm(...parts) {
  performance.mark("warming"); // what comes after it is no part of the first load: tests/web/test_languages_seen.py counts it apart
  (window.requestIdleCallback ?? window.setTimeout)(() => void Promise.allSettled(parts.map((part) => part())).then(() => performance.mark("warmed")));
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

/** What a reader has in hand was not taken: the same scan once more is news. @param {any} context */
export const forgetContext = (context) => void contextsSeen.delete(context.reader);

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
    const key = id ?? JSON.stringify([answer.verdict, answer.crate?.id, answer.say, answer.refusal?.code]);
    const now = performance.now();
    const before = seen.get(key);
    if (before !== undefined && (id || now - before < TWICE_MS)) return;
    if (seen.size > 200) seen.clear();
    seen.set(key, now);
    page.onVerdict ? page.onVerdict(answer) : showVerdict(answer, { flash: page.flash });
  }
  const table = loadVerdicts();
  listen(async (code) => {
    if (page.onCode?.(code)) return;
    const context = page.context?.();
    const answer = await scanned(code, context ? { context } : {});
    if (answer) verdict(answer);
  });
  warm(() => import("./voice.js"), () => import("./alarms.js"), () => import("./put_down.js"), () => import("./help.js"));
  /** Rare, so fetched when there is one, or was. @param {any[]} list */
  const alarms = (list) => void (list.length || localStorage.getItem("hangar-alarms-seen") ? table.then(() => import("./alarms.js").then(({ sound }) => sound(list), askAnew)).catch(complain) : null);
  document.addEventListener("put-down", (event) => void import("./put_down.js").then(({ setAside }) => setAside(/** @type {CustomEvent} */ (event).detail), askAnew).catch(complain));
  const closeStream = stream(`/api/v1/posts/${encodeURIComponent(post)}/stream`, { alarms, ...page.handlers, verdict }, (online) => {
    showLink(online);
    page.onState?.(online);
  });
  return { verdict, close: closeStream };
}
