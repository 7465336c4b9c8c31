// Keeps the handheld's pages on the device, so that they open without the network. Holds no data:
// scans lie in IndexedDB, which no version of this file touches.
const SHELL = {{ shell | tojson }};
const CACHE = "hand-{{ version }}";
const ON_DEMAND = "/static/vendor/"; // the camera's reader: fetched once, on its own screen

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => { if (event.data === "take-over") self.skipWaiting(); });
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const page = event.request.mode === "navigate" ? shellPage(url.pathname) : null;
  if (page) event.respondWith(kept(page, event.request));
  else if (SHELL.includes(url.pathname)) event.respondWith(kept(url.pathname, event.request));
  else if (url.pathname.startsWith(ON_DEMAND)) event.respondWith(onDemand(url.pathname, event.request));
});

function shellPage(path) {
  const page = path.startsWith("/drive") ? "/drive" : "/hand";
  return path.endsWith("/camera") ? `${page}/any/camera` : page;
}

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(SHELL.map(async (url) => {
    const answer = await fetch(url, { cache: "reload", credentials: "omit" });
    if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
    await cache.put(url, answer);
  }));
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("hand-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}

async function onDemand(url, request) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(url, answer.clone());
  return answer;
}
