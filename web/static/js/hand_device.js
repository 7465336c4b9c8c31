// What this handheld says of itself: its name, what it may keep, how its battery is. Sends nothing.

/** A random id made once and kept: it tells this device from the others. @param {{get: (key: string) => Promise<any>, set: (key: string, value: any) => Promise<any>}} box */
export async function deviceId(box) {
  const known = await box.get("device");
  if (known) return String(known);
  const made = `h-${[...crypto.getRandomValues(new Uint8Array(5))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  await box.set("device", made);
  return made;
}

/** Ask that the browser never clears the outbox by itself; null where it cannot be asked. @returns {Promise<boolean | null>} */
export async function askToPersist() {
  if (!navigator.storage?.persist) return null;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/** Percent, or null where the browser does not say. @returns {Promise<number | null>} */
export async function battery() {
  const found = await /** @type {any} */ (navigator).getBattery?.().catch(() => null);
  return found ? Math.round(found.level * 100) : null;
}

/**
 * What this device lacks, as keys of words; nothing on a secure origin that keeps its storage.
 * @param {boolean | null} persisted @param {boolean} worker a service worker serves this page
 */
export function missing(persisted, worker) {
  const lacks = [];
  if (!window.isSecureContext) lacks.push("hand_no_https");
  else if (!worker) lacks.push("hand_no_worker");
  if (persisted === false) lacks.push("hand_no_persist");
  return lacks;
}
