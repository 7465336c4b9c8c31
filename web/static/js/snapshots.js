// Holds what this device judges with: the last snapshot of each address, how old it is, and what
// hands did since. Judges nothing.
import { apply } from "./effects.js";

const PATIENCE_MS = 10_000;
export const OLD_MS = 5 * 60_000; // amber from here: the lot may have been blocked since

/**
 * @param {{box: Awaited<ReturnType<typeof import("./outbox.js").openBox>>, now?: () => number,
 *   read?: (path: string, options: RequestInit) => Promise<Response>}} device
 */
export function snapshotsOf({ box, now = Date.now, read = fetch.bind(window) }) {
  /** @type {Map<string, {etag: string, data: any, asked_ms: number, skew_ms: number}>} */
  const held = new Map();

  /** Let the snapshot show what the station has not seen yet. @param {any} data */
  async function caughtUp(data) {
    for (const { state, epoch, seq, effect } of await box.all()) {
      const seen = state === "kept" && epoch === data.epoch && seq <= data.seq;
      if (effect && !seen) apply(data, effect);
    }
    return data;
  }

  return {
    /** The one held, from this device alone. @param {string} path */
    async stored(path) {
      if (!held.has(path)) {
        const kept = await box.get(`snapshot ${path}`);
        if (kept) held.set(path, { ...kept, data: await caughtUp(kept.data) });
      }
      return held.get(path)?.data ?? null;
    },
    /** Ask the station for a newer one; the one held stays when no answer comes. @param {string} path @param {number} [patience_ms] */
    async refresh(path, patience_ms = PATIENCE_MS) {
      const before = held.get(path);
      const headers = /** @type {Record<string, string>} */ (before ? { "If-None-Match": before.etag } : {});
      const answer = await read(`/api/v1/${path}`, { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(patience_ms) });
      const asked_ms = now();
      if (answer.status === 304 && before) {
        held.set(path, { ...before, asked_ms });
      } else if (answer.ok) {
        const data = await answer.json();
        const kept = { etag: answer.headers.get("ETag") ?? "", asked_ms, skew_ms: Date.parse(data.generated_at) - asked_ms, data };
        await box.set(`snapshot ${path}`, kept);
        held.set(path, { ...kept, data: await caughtUp(structuredClone(data)) });
      } else {
        throw new Error(`snapshot: ${answer.status}`);
      }
      return held.get(path)?.data;
    },
    /** Milliseconds since the station was last asked; null when it never was. @param {string} path */
    age: (path) => (held.has(path) ? now() - (held.get(path)?.asked_ms ?? 0) : null),
    /** What the report says of it. @param {string} path */
    facts(path) {
      const one = held.get(path);
      return one ? { etag: one.etag, seq: one.data.seq, at: new Date(one.asked_ms).toISOString() } : null;
    },
    /** The station's instant now, by this device's clock and what it was off at the last answer. @param {string} path */
    instant: (path) => new Date(now() + (held.get(path)?.skew_ms ?? 0)),
  };
}
