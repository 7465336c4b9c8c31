// Keeps what this device did until the station has it twice: IndexedDB, written through to the disk.
// Knows nothing of scans, pages or networks: an entry is an address, a body with its id, and an effect.

/**
 * @typedef {{n: number, id: string, path: string, body: any, effect: any, state: "pending" | "kept" | "rejected",
 *   epoch: string | null, seq: number, answer: any}} Entry
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
    put: (changed) => change("entries", (store) => changed.forEach((entry) => store.put(entry))),
    /** Drop entries that the station has twice. @param {Entry[]} gone */
    drop: (gone) => change("entries", (store) => gone.forEach((entry) => store.delete(entry.n))),
    /** @param {string} key @returns {Promise<any>} */
    get: (key) => result(read("values").get(key)),
    /** @param {string} key @param {any} value */
    set: (key, value) => change("values", (store) => void store.put(value, key)),
    close: () => database.close(),
  };
}

/**
 * Compare what was acknowledged with what the station says of its ledger: what a second copy has may
 * go; what another epoch or a shorter ledger may lack is offered again, under the same id.
 * @param {Awaited<ReturnType<typeof openBox>>} box
 * @param {{ledger: {epoch: string, seq: number}, second_copy?: {epoch: string, seq: number} | null}} station
 * @returns {Promise<number>} how many are offered again
 */
export async function reconcile(box, { ledger, second_copy: copy }) {
  const kept = await box.kept();
  const known = kept.map((entry) => (entry.epoch === null ? { ...entry, epoch: ledger.epoch, seq: ledger.seq } : entry));
  const lacking = known.filter((entry) => entry.epoch !== ledger.epoch || entry.seq > ledger.seq);
  const safe = known.filter((entry) => copy && entry.epoch === copy.epoch && entry.seq <= copy.seq);
  const others = known.filter((entry) => !lacking.includes(entry) && !safe.includes(entry));
  const oldest = others.slice(0, Math.max(0, others.length - MOST_KEPT));
  const dated = others.filter((entry) => !kept.includes(entry));
  if (lacking.length || dated.length) await box.put([...lacking.map((entry) => ({ .../** @type {Entry} */ (entry), state: /** @type {const} */ ("pending") })), ...dated]);
  if (safe.length || oldest.length) await box.drop([...safe, ...oldest]);
  return lacking.length;
}
