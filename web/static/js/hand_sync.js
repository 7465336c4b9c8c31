// Keeps a handheld and the station in step while there is a network: lists in, scans and reports out.
import { courier } from "./courier.js";
import { battery } from "./hand_device.js";
import { post } from "./hand_net.js";
import { reconcile } from "./outbox.js";

const EVERY_MS = 10_000; // far below the five minutes after which a list counts as old
const SOON_MS = 1500; // hands that scan one crate after the other are not held up by a report on each

/**
 * @param {{box: Awaited<ReturnType<typeof import("./outbox.js").openBox>>, device: () => {id: string, name: string, post: string | null, round: string | null},
 *   snapshots: ReturnType<typeof import("./snapshots.js").snapshotsOf>, paths: () => string[], persisted: boolean | null,
 *   onAnswer: (entry: any, answer: any) => void, onState: (state: any) => void, onLists: () => void}} hand
 *   `paths`: the lists this screen judges with, the one of its round or rooms last
 */
export function syncing({ box, device, snapshots, paths, persisted, onAnswer, onState, onLists }) {
  let doubled = 0;
  let busy = false;
  let again = false;
  let soon = 0;

  const bring = courier({ box, post, onAnswer, onState: (state) => { onState(state); if (state.online) later(); } });

  /** Tell the station of this device; learn what it has twice. */
  async function report() {
    const { id, name, post: where, round } = device();
    const answer = await post("/api/v1/handhelds/report", {
      device: id, name, post: where, round, pending: await box.count("pending"), snapshot: snapshots.facts(paths().at(-1) ?? ""),
      persisted, secure: window.isSecureContext, battery: await battery(), version: document.body.dataset.version ?? "", doubled,
    });
    if (await reconcile(box, answer)) await bring.kick();
  }

  const later = () => { window.clearTimeout(soon); soon = window.setTimeout(() => void report().catch(() => null), SOON_MS); };

  /** Only a handheld at a post listens there. @type {ReturnType<typeof import("./hand_live.js").hearing> | undefined} */
  let hearing;
  /** @param {{id: string, post: string | null}} here */
  async function hear({ post: where }) {
    if (!where) return hearing?.("");
    hearing ??= (await import("./hand_live.js")).hearing({ reader: () => device().id, lists: () => void all() });
    hearing(where);
  }

  /** One round trip of everything, and another where it is asked for meanwhile; what fails is tried again by the clock. */
  async function all() {
    if (busy) return void (again = true);
    busy = true;
    try {
      do {
        again = false;
        await once();
      } while (again);
    } finally {
      busy = false;
    }
  }

  async function once() {
    await bring.kick();
    const asked = await Promise.allSettled(paths().map((path) => snapshots.refresh(path)));
    if (asked.some((one) => one.status === "fulfilled")) onLists();
    await report().then(() => hear(device())).catch(() => null);
  }

  window.addEventListener("online", () => void all());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) void all(); });
  window.setInterval(() => busy || void all(), EVERY_MS);
  return { all, kick: bring.kick, report: later, doubled: () => void (doubled += 1) };
}
