// Calls to the JSON API. A command or a scan is kept in this tab until it is answered,
// and a lost answer is asked again with the same id, so nothing is done twice or forgotten.
import { say, spoken } from "./words.js";

const KEPT = "outbox";
const ATTEMPT_MS = 8000; // longer than the two seconds a weighing may wait, with room for a slow disk
const RETRY_MS = 1500;
const UPLOAD_MS = 60000; // ten megabytes over a slow Wi-Fi, read and compared
const FRESH_MS = 3000; // a page younger than this carries the session's own token: no reload for ever

/** An answer that is an error of the call, not of the network. */
export class CallError extends Error {
  /** @param {number} status @param {any} problem */
  constructor(status, problem) {
    super(spoken(problem?.say) || problem?.detail || problem?.title || say("not_understood"));
    this.status = status;
    /** Somebody else logged in from another tab: this page shows the wrong person. A page just loaded cannot be. */
    this.stale = problem?.code === "csrf" && performance.now() > FRESH_MS;
  }
}

/** A random command id; works without a secure origin too. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const csrf = () => document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";

/** @param {string} path @param {RequestInit} [options] */
async function call(path, options = {}) {
  const response = await fetch(path, { credentials: "same-origin", ...options, signal: options.signal ?? AbortSignal.timeout(ATTEMPT_MS) });
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const body = isJson ? await response.json() : null;
  if (response.status === 401 && document.body.dataset.page !== "login") location.assign("/login");
  if (response.ok) return body;
  const error = new CallError(response.status, body);
  if (error.stale && document.body.dataset.page !== "login") location.reload();
  throw error;
}

/** @param {string} path */
export const get = (path) => call(`/api/v1/${path}`);

/** All items of a collection. @param {string} path @returns {Promise<any[]>} */
export async function items(path) {
  const found = [];
  let cursor = "";
  for (let pages = 0; pages < 50; pages += 1) {
    const join = path.includes("?") ? "&" : "?";
    const answer = await get(cursor ? `${path}${join}cursor=${encodeURIComponent(cursor)}` : path);
    found.push(...answer.items);
    if (!answer.next) break;
    cursor = String(answer.next);
  }
  return found;
}

/** One POST without retry. @param {string} path the whole path @param {unknown} body */
export const post = (path, body) =>
  call(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() } });

/** One POST without retry that makes the station draw or compute: it takes its time. @param {string} path the whole path @param {unknown} body */
export const patiently = (path, body) =>
  call(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() }, signal: AbortSignal.timeout(UPLOAD_MS) });

/** Send a form with its file, once: a big file takes its time. @param {string} path the whole path @param {FormData} form */
export const upload = (path, form) => call(path, { method: "POST", body: form, headers: { "X-CSRF-Token": csrf() }, signal: AbortSignal.timeout(UPLOAD_MS) });

/** @returns {{path: string, body: any}[]} */
const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
/** @param {{path: string, body: any}[]} list */
const keep = (list) => sessionStorage.setItem(KEPT, JSON.stringify(list));

/** @param {boolean} waiting */
function announce(waiting) {
  document.dispatchEvent(new CustomEvent("outbox", { detail: { waiting } }));
}

/**
 * POST something that carries a command id, the same again until an answer comes.
 * @param {string} path @param {any} body
 */
async function deliver(path, body) {
  keep([...kept().filter((one) => one.body.command_id !== body.command_id), { path, body }]);
  for (;;) {
    try {
      const answer = await post(path, body);
      settle(body.command_id);
      return answer;
    } catch (error) {
      const refused = error instanceof CallError && error.status < 500 && error.status !== 429;
      if (refused && !error.stale) settle(body.command_id); // a stale page sends it again once it is loaded anew
      if (refused) throw error;
      announce(true);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** @param {string} id */
function settle(id) {
  keep(kept().filter((one) => one.body.command_id !== id));
  if (!kept().length) announce(false);
}

/**
 * Send one command of the contract; answers accepted and refused alike.
 * @param {string} type @param {any} data @param {Record<string, unknown>} [more]
 */
export function command(type, data, more = {}) {
  const where = document.body.dataset.post ? { post: document.body.dataset.post } : {};
  return deliver("/api/v1/commands", { command_id: newId(), type, ...where, at: new Date().toISOString(), ...more, data });
}

/** One scan at a post. @param {string} post @param {string} data @param {Record<string, unknown>} [more] */
export function scan(post, data, more = {}) {
  return deliver(`/api/v1/posts/${encodeURIComponent(post)}/scans`, { command_id: newId(), data, at: new Date().toISOString(), ...more });
}

/**
 * Send again what an earlier page of this tab left unanswered; its answers are for this page to tell.
 * @param {(answer: any) => void} onAnswer @param {(error: unknown) => void} onError
 */
export async function resume(onAnswer, onError) {
  for (const { path, body } of kept()) await deliver(path, body).then(onAnswer, onError);
}
