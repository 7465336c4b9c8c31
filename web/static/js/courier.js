// Brings the outbox to the station: in order, in batches, again and again until it is acknowledged.
// Judges nothing; an item that the station cannot read stays visible until a person settles it.

/** @typedef {import("./outbox.js").Entry} Entry */

const MOST = 200; // the contract's longest list
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const TRY_LATER = [408, 425, 429];

/** An answer of the whole call that is not a list. */
export class Unsent extends Error {
  /** @param {number} status 0 when no answer came */
  constructor(status) {
    super(`not sent: ${status || "no answer"}`);
    this.status = status;
  }
}

/**
 * @param {{box: Awaited<ReturnType<typeof import("./outbox.js").openBox>>,
 *   post: (path: string, body: any[]) => Promise<{items: any[]}>,
 *   onAnswer?: (entry: Entry, answer: any) => void,
 *   onState?: (state: {online: boolean, login: boolean, pending: number, rejected: number}) => void,
 *   wait?: (ms: number) => number}} station `post` throws an Unsent; `wait` spreads the tries of many devices
 */
export function courier({ box, post, onAnswer = () => {}, onState = () => {}, wait = (ms) => ms * (0.75 + Math.random() / 2) }) {
  let most = MOST;
  let wait_ms = FIRST_WAIT_MS;
  let running = false;
  let again = false;
  let timer = 0;
  let stopped = false;

  /** @param {boolean} online @param {boolean} [login] a person must log in first */
  const tell = async (online, login = false) => onState({ online, login, pending: await box.count("pending"), rejected: await box.count("rejected") });

  /** Send what waits now; called after every scan, on waking, and by its own timer. */
  async function kick() {
    if (stopped) return;
    if (running) return void (again = true);
    running = true;
    window.clearTimeout(timer);
    try {
      do {
        again = false;
        while (await batch());
      } while (again);
      wait_ms = FIRST_WAIT_MS;
    } catch (error) {
      if (!stopped) await later(error);
    } finally {
      running = false;
    }
  }

  /** One list of the same address. @returns {Promise<boolean>} whether there may be more */
  async function batch() {
    const waiting = await box.pending(most);
    if (!waiting.length) return await tell(true), false;
    const path = waiting[0].path;
    const other = waiting.findIndex((entry) => entry.path !== path);
    const sent = other < 0 ? waiting : waiting.slice(0, other);
    const { items } = await post(path, sent.map((entry) => entry.body));
    const told = sent.map((entry, i) => answered(entry, items[i]));
    await box.put(told);
    sent.forEach((entry, i) => { if (told[i].state !== "pending") onAnswer(told[i], items[i]); });
    await tell(true);
    if (told.some((entry) => entry.state === "pending")) throw new Unsent(503);
    most = Math.min(MOST, most * 2);
    return true;
  }

  /** @param {unknown} error */
  async function later(error) {
    const status = error instanceof Unsent ? error.status : 0;
    if (again) wait_ms = FIRST_WAIT_MS; // asked meanwhile: the network may have come back under this try
    most = Math.max(1, Math.floor(most / 2)); // a list that is too much for this Wi-Fi is cut
    await tell(status !== 0, status === 401);
    timer = window.setTimeout(() => void kick(), wait(wait_ms));
    wait_ms = Math.min(LONGEST_WAIT_MS, wait_ms * 2);
  }

  return { kick, stop: () => { stopped = true; window.clearTimeout(timer); } };
}

/**
 * What became of one entry. A replay is dated when the ledger's head is asked for next.
 * @param {Entry} entry @param {any} item @returns {Entry}
 */
function answered(entry, item) {
  const status = item?.status ?? 503;
  if (status >= 500 || TRY_LATER.includes(status)) return entry;
  if (status !== 200) return { ...entry, state: "rejected", answer: item };
  const { epoch, seq } = item.replayed ? { epoch: null, seq: 0 } : item.ledger;
  return { ...entry, state: "kept", epoch, seq, answer: null };
}
