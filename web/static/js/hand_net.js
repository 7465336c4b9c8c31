// How a handheld calls the station: its person's token fetched when needed, every wait bounded.
import { Unsent } from "./courier.js";

const ATTEMPT_MS = 15_000;

/** The token of who is here: null until asked, empty for a device that has none. @type {string | null} */
let csrf = null;

/** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
async function call(path, options = {}) {
  try {
    return await fetch(path, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(ATTEMPT_MS), ...options });
  } catch {
    throw new Unsent(0);
  }
}

/** Who is logged in here, or which paired device this is. @returns {Promise<any>} */
export async function me() {
  const answer = await call("/api/v1/me");
  if (!answer.ok) throw new Unsent(answer.status);
  const found = await answer.json();
  csrf = found.csrf ?? "";
  return found;
}

/** @param {string} path @returns {Promise<any>} */
export async function get(path) {
  const answer = await call(`/api/v1/${path}`);
  if (!answer.ok) throw new Unsent(answer.status);
  return answer.json();
}

/** POST, with the token of whoever is logged in now; once more when that changed. @param {string} path @param {any} body @returns {Promise<any>} */
export async function post(path, body) {
  for (const fresh of [false, true]) {
    if (fresh || csrf === null) await me();
    const answer = await call(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf ?? "" } });
    if (answer.ok) return answer.json();
    const problem = await answer.json().catch(() => null);
    if (fresh || problem?.code !== "csrf") throw new Unsent(answer.status);
  }
  throw new Unsent(403);
}
