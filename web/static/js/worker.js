// Lets the service worker keep this page's files, and a new version take over when nobody is scanning.

/**
 * @param {string} scope
 * @param {() => boolean} idle whether a reload would harm nobody now
 * @returns {Promise<ServiceWorkerRegistration | null>} null where there can be none
 */
export async function keepShell(scope, idle) {
  if (!("serviceWorker" in navigator)) return null;
  const first = !navigator.serviceWorker.controller;
  const registration = await navigator.serviceWorker.register("/sw.js", { scope, updateViaCache: "none" }).catch(() => null);
  if (!registration) return null;
  const takeOver = () => { if (registration.waiting && idle()) registration.waiting.postMessage("take-over"); };
  takeOver();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", takeOver));
  document.addEventListener("visibilitychange", () => { if (document.hidden) takeOver(); else void registration.update().catch(() => null); });
  // What was queued lies in IndexedDB: a reload shows it again.
  if (!first) navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  return registration;
}
