// Keeps what this device did until the station has it twice: IndexedDB, written through to the disk.
// Knows nothing of scans, pages or networks: an entry is an address, a body with its id, and an effect.

/**
 * @typedef {{n: number, id: string, path: string, body: any, effect: any, state: "pending" | "kept" | "rejected",
 *   epoch: string | null, seq: number, answer: any}} Entry
 * @typedef {{ledger: {epoch: string, seq: number}, second_copy?: {epoch: string, seq: number} | null}} Station
 */

const VERSION = 1;
const MOST_KEPT = 50_000; // some months of one hub; the oldest that the station has acknowledged go first

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const done = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = transaction.onerror = () => reject(transaction.error);
});

/** @param {string} name @returns {Promise<IDBDatabase>} */
function opened(name) {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    const entries = request.result.createObjectStore("entries", { keyPath: "n", autoIncrement: true });
    entries.createIndex("state", "state");
    entries.createIndex("id", "id", { unique: true });
    request.result.createObjectStore("values");
  };
  return result(request);
}

/**
 * Open the device's box. Every promise of a change is kept only once the disk has it.
 * @param {string} [name]
 */
export async function openBox(name = "hangar-hand") {
  const database = await opened(name);
  database.onversionchange = () => database.close();
  /** What all that is kept was compared with, and how long a ledger must be to have it. */
  let [compared, longest] = ["", 0];

  /** One store only: a list that is being written must not hold up a scan. @param {"entries" | "values"} name @param {(store: IDBObjectStore) => void} work */
  async function change(name, work) {
    const transaction = database.transaction(name, "readwrite", { durability: "strict" });
    work(transaction.objectStore(name));
    transaction.commit();
    await done(transaction);
  }
  /** @param {"entries" | "values"} name */
  const read = (name) => database.transaction(name, "readonly").objectStore(name);
  const entries = () => read("entries");
  /** @param {string} state @param {number} [most] @returns {Promise<Entry[]>} */
  const inState = (state, most) => result(entries().index("state").getAll(state, most));

  return {
    /** Keep one entry; it may be shown and sent once this has come true. @param {{id: string, path: string, body: any, effect?: any}} entry */
    add: ({ id, path, body, effect = null }) => change("entries", (store) => void store.add({ id, path, body, effect, state: "pending", epoch: null, seq: 0, answer: null })),
    /** The oldest that wait, in the order they were made. @param {number} [most] */
    pending: (most) => inState("pending", most),
    rejected: () => inState("rejected"),
    kept: () => inState("kept"),
    /** @param {string} state @returns {Promise<number>} */
    count: (state) => result(entries().index("state").count(state)),
    /** @returns {Promise<Entry[]>} */
    all: () => result(entries().getAll()),
    /** Write entries back as they are now. @param {Entry[]} changed */
    put(changed) {
      for (const entry of changed) {
        longest = Math.max(longest, entry.seq);
        if (entry.state === "kept" && entry.epoch === null) compared = ""; // it is dated when it is compared
      }
      return change("entries", (store) => changed.forEach((entry) => store.put(entry)));
    },
    /** Whether nothing that is kept can have become lacking, safe or dated since. @param {Station} station */
    isCompared: (station) => compared === facts(station) && longest <= station.ledger.seq,
    /** Said before it is done: what is acknowledged meanwhile is compared next time. @param {Station | null} station null where it was not done after all */
    comparing: (station) => void ([compared, longest] = station ? [facts(station), station.ledger.seq] : ["", 0]),
    /** Drop entries that the station has twice. @param {Entry[]} gone */
    drop: (gone) => change("entries", (store) => gone.forEach((entry) => store.delete(entry.n))),
    /** @param {string} key @returns {Promise<any>} */
    get: (key) => result(read("values").get(key)),
    /** @param {string} key @param {any} value */
    set: (key, value) => change("values", (store) => void store.put(value, key)),
    close: () => database.close(),
  };
}

/** What of a station decides on all that is kept. @param {Station} station */
const facts = ({ ledger, second_copy: copy }) => JSON.stringify([ledger.epoch, copy?.epoch, copy?.seq]);

/**
 * Compare what was acknowledged with what the station says of its ledger: what a second copy has may
 * go; what another epoch or a shorter ledger may lack is offered again, under the same id. Thousands
 * of entries are read for it, so not again before something of it can have changed.
 * @param {Awaited<ReturnType<typeof openBox>>} box
 * @param {Station} station
 * @returns {Promise<number>} how many are offered again
 */
export async function reconcile(box, station) {
  if (box.isCompared(station)) return 0;
  box.comparing(station);
  try {
    const lacking = await settle(box, station);
    if (lacking) box.comparing(null);
    return lacking;
  } catch (error) {
    box.comparing(null);
    throw error;
  }
}

/** @param {Awaited<ReturnType<typeof openBox>>} box @param {Station} station */
async function settle(box, { ledger, second_copy: copy }) {
  const kept = await box.kept();
  const known = kept.map((entry) => (entry.epoch === null ? { ...entry, epoch: ledger.epoch, seq: ledger.seq } : entry));
  const lacking = known.filter((entry) => entry.epoch !== ledger.epoch || entry.seq > ledger.seq);
  const safe = known.filter((entry) => copy && entry.epoch === copy.epoch && entry.seq <= copy.seq);
  const [told, before] = [new Set([...lacking, ...safe]), new Set(kept)];
  const others = known.filter((entry) => !told.has(entry));
  const oldest = others.slice(0, Math.max(0, others.length - MOST_KEPT));
  const dated = others.filter((entry) => !before.has(entry));
  if (lacking.length || dated.length) await box.put([...lacking.map((entry) => ({ .../** @type {Entry} */ (entry), state: /** @type {const} */ ("pending") })), ...dated]);
  if (safe.length || oldest.length) await box.drop([...safe, ...oldest]);
  return lacking.length;
}
