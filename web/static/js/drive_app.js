// A driver's day: one round in hand, stop after stop, away from the network. A fact is shown only once
// it lies on this phone's disk; sending comes after.
import { learn } from "./catalogue.js";
import { button, by, h } from "./dom.js";
import { blank, cratesOf, factsOf, progress, scannedOut } from "./drive_facts.js";
import { farmsOf } from "./drive_farms.js";
import { photographs } from "./drive_photos.js";
import { stopWork } from "./drive_stop.js";
import { drawRounds, drawSentence, drawStop, drawStops } from "./drive_views.js";
import { whoIsHere } from "./drive_who.js";
import { complain, header, notice, showLink, strip } from "./floor.js";
import { askToPersist, deviceId } from "./hand_device.js";
import { drawFoot } from "./hand_foot.js";
import { get } from "./hand_net.js";
import { syncing } from "./hand_sync.js";
import { askAnew } from "./missing.js";
import { openBox } from "./outbox.js";
import { snapshotsOf } from "./snapshots.js";
import { play } from "./tones.js";
import { mustBeSeen, setFoot, showVerdict, useVerdicts } from "./verdict.js";
import { listen } from "./wedge.js";
import { keepShell } from "./worker.js";
import { say, today } from "./words.js";

const FOOT_MS = 1000;

/** Begin; `camera` marks the screen that reads with the camera too. @param {{camera?: boolean}} [screen] */
export async function start({ camera = false } = {}) {
  const box = await openBox();
  const snapshots = snapshotsOf({ box });
  useVerdicts((await (await fetch("/api/v1/decision")).json()).verdicts);
  const device = await deviceId(box);
  const phone = { round: "", stop: "", operator: "", name: "", paired: null, ...(await box.get("drive")) };
  const state = { online: false, login: false, pending: await box.count("pending"), rejected: await box.count("rejected"), photos: 0, badPhotos: 0 };
  const persisted = await askToPersist().catch(() => null);
  let draft = blank();
  let stranger = false; // nobody who may read door codes has logged in here

  const path = (round = phone.round) => `rounds/${encodeURIComponent(round)}/drive`;
  const keep = () => box.set("drive", phone);
  const keepDraft = () => box.set(`drive ${phone.round}`, draft);
  const who = () => ({ operator: phone.operator || null, reader: /** @type {any} */ (phone.paired)?.id ?? device });
  const facts = factsOf({ box, who, etag: () => snapshots.facts(path())?.etag ?? null });
  const photos = await photographs({ facts: box, who, onState: ({ pending, rejected }) => { Object.assign(state, { photos: pending, badPhotos: rejected }); foot(); } });
  state.photos = await photos.waiting();

  const sync = syncing({
    box, snapshots, persisted, paths: () => (phone.round ? [path()] : []),
    device: () => ({ id: who().reader, name: say("drive_phone", { name: phone.name || device.slice(-4) }), post: null, round: null }),
    onAnswer: (_, answer) => { if (answer.refusal || answer.otherwise) notice(say("drive_told"), "wait"); },
    onState: (next) => { Object.assign(state, next); foot(); if (next.online && !next.pending) void photos.kick().then(photos.tidy).catch(() => null); },
    onLists: () => void draw(),
  });

  const work = stopWork({
    facts, photos, keepDraft, notKept, round: () => phone.round, draft: () => draft, draw: () => void draw(), left: () => open(""),
    kept: () => { state.pending += 1; void sync.kick(); },
    pictured: () => void photos.waiting().then((n) => { state.photos = n; void photos.kick(); foot(); }),
  });

  const collecting = farmsOf({ facts, draft: () => draft, keepDraft, notKept, draw: () => void draw(), left: () => open(""), camera: () => cameraButton(), kept: () => { state.pending += 1; void sync.kick(); } });

  /** @param {unknown} error */
  function notKept(error) { play("wrong"); notice(say("drive_not_kept"), "stop"); console.warn("not kept", error); }

  function foot() {
    showLink(state.online);
    drawFoot({ ready: document.hasFocus(), age_ms: phone.round ? snapshots.age(path()) : undefined, pending: state.pending + state.photos, rejected: state.rejected + state.badPhotos, onRejected: showRejected });
    strip("lock", state.login ? say("hand_login") : null);
  }

  const loginButton = () => button(say("hand_log_in"), () => location.assign(`/login?next=${encodeURIComponent(location.pathname)}`), { icon: "identification-badge", class: "primary" });

  /** Everything of this round that the phone knows now. */
  async function now() {
    const snapshot = phone.round ? await snapshots.stored(path()) : null;
    return snapshot ? { snapshot, ...progress(snapshot, await box.all()) } : null;
  }

  async function draw() {
    if (document.querySelector(".ask")) return foot();
    const here = await now();
    if (!here) await chooseRound();
    else if (here.closed) await finish();
    else {
      for (const kind of ["products", "producers", "customers"]) learn(kind, here.snapshot[kind]);
      const stop = here.snapshot.stops.find((/** @type {any} */ one) => one.customer === phone.stop);
      const farm = collecting.at(here.snapshot, phone.stop);
      if (stop) showStop(here, stop);
      else if (farm) await collecting.show(here, farm, [stopsButton()]);
      else await showStops(here);
    }
    foot();
  }

  async function chooseRound() {
    by("title").textContent = say("post_drive");
    if (stranger) return drawSentence(say("drive_login"), loginButton());
    const rounds = await get(`rounds?date=${today()}`).then((answer) => answer.items, () => null);
    if (!rounds) return drawSentence(say("hand_first_online"));
    drawRounds(rounds, (id) => void take(id));
  }

  /** @param {string} round */
  async function take(round) {
    const taken = await snapshots.refresh(path(round)).catch((error) => { if (/40[13]/.test(error.message)) stranger = true; return null; });
    if (taken) {
      Object.assign(phone, { round, stop: "" });
      draft = { ...blank(), ...(await box.get(`drive ${round}`)) };
      await keep();
      history.replaceState(null, "", `/drive/${encodeURIComponent(round)}${camera ? "/camera" : ""}`);
    }
    await draw();
  }

  const stopsButton = () => button(say("drive_stops_list"), () => void open(""), { icon: "arrow-left", id: "stops" });

  /** @param {any} here */
  async function showStops(here) {
    const { snapshot, done } = here;
    const all = snapshot.stops.every((/** @type {any} */ stop) => done.has(stop.customer)) && collecting.done(here);
    drawStops(snapshot, { done, more: await collecting.list(here, (place) => void open(place)), counts: (stop) => cratesOf(snapshot, stop).length, open: (stop) => void open(stop.customer), actions: [
      button(say("drive_back"), back, { icon: "house", class: all ? "go" : "", id: "back" }), cameraButton()] });
  }

  const cameraButton = () => button(say(camera ? "hand_no_camera" : "hand_camera"), () => location.assign(camera ? `/drive/${encodeURIComponent(phone.round)}` : `/drive/${encodeURIComponent(phone.round)}/camera`), { icon: camera ? "barcode" : "eye" });

  /** @param {string} customer */
  async function open(customer) {
    phone.stop = customer;
    await keep();
    await draw();
  }

  /** @param {any} here @param {any} stop */
  function showStop({ snapshot, done }, stop) {
    const crates = cratesOf(snapshot, stop);
    const given = work.givenAt(snapshot, stop);
    const actions = done.has(stop.customer) ? [] : [
      button(say("drive_deliver"), () => work.deliver(snapshot, stop), { icon: "check-fat", class: "go", id: "delivered" }),
      button(say("drive_empties"), () => work.empties(snapshot, stop), { icon: "stack", id: "empties" }),
      button(say("drive_trouble"), () => work.trouble(snapshot, stop), { icon: "warning", id: "trouble" }),
      button(say("drive_unsigned"), () => work.unsigned(stop), { icon: "hand-palm", id: "unsigned", class: draft.unsigned.includes(stop.customer) ? "primary" : "" }), cameraButton()];
    drawStop(stop, { crates, given, done: done.has(stop.customer), products: snapshot.products, actions: [...actions, stopsButton()] });
  }

  function back() {
    const told = (/** @type {number} */ kilometres, /** @type {number} */ minutes) => work.act(() => facts.cost(phone.round, kilometres, minutes), () => void draw());
    void import("./drive_cost.js").then(({ askCost }) => askCost(told), askAnew);
  }

  /** The round is told: what the phone knows of its customers goes once the station has everything. */
  async function finish() {
    if ((await box.count("pending")) || (await photos.waiting())) return drawSentence(`${say("drive_closed")} ${say("drive_wait_wifi")}`, ...(state.login ? [loginButton()] : []));
    await box.set(`snapshot ${path()}`, null);
    await box.set(`drive ${phone.round}`, null);
    Object.assign(phone, { round: "", stop: "" });
    await keep();
    location.replace("/drive");
  }

  /** @param {string} text */
  async function scanned(text) {
    if (mustBeSeen() || document.querySelector(".ask")) return play("wrong");
    const here = await now();
    if (!here || here.closed) return play("wrong");
    const farm = collecting.at(here.snapshot, phone.stop);
    if (farm) return collecting.scanned(here, farm, text);
    const found = scannedOut(here, phone.stop, draft, text);
    const stop = ["ok", "done"].includes(found.verdict) ? found.stop : null;
    if (stop) {
      (draft.given[stop.customer] ??= []).push(found.row.id);
      phone.stop = stop.customer;
      await keepDraft().then(keep);
    }
    showVerdict({ verdict: found.verdict, say: { fr: say(...found.words) }, next: null, crate: found.row, refusal: null }, { flash: true });
    if (stop) await draw();
  }

  function showRejected() {
    void import("./drive_seen.js").then(({ askSeen }) => askSeen(box, photos, () => { Object.assign(state, { rejected: 0, badPhotos: 0 }); foot(); }), askAnew);
  }

  header();
  // On plain http nothing keeps these files for the day: they are fetched while there is a network.
  if (!window.isSecureContext) void Promise.allSettled([import("./drive_asks.js"), import("./drive_cold.js"), import("./drive_cost.js"), import("./drive_seen.js")]);
  setFoot(() => [h("span.link", { class: state.online ? "" : "lost" }, say(state.pending ? "hand_pending" : "floor_online", { n: state.pending }))]);
  const wanted = decodeURIComponent(location.pathname.split("/")[2] ?? "");
  if (phone.round) draft = { ...blank(), ...(await box.get(`drive ${phone.round}`)) };
  if (await now()) await draw();
  const queue = (/** @type {string} */ text) => void (scans = scans.then(() => scanned(text)).catch(notKept));
  /** @type {Promise<unknown>} */
  let scans = Promise.resolve();
  listen(queue, { field: /** @type {HTMLInputElement} */ (by("capture")), onDoubled: sync.doubled });
  window.setInterval(foot, FOOT_MS);
  void keepShell("/drive", () => !document.querySelector(".ask, .verdict"));
  void (async () => {
    const { stranger: strange, ...seen } = await whoIsHere(phone, keep);
    Object.assign(state, seen);
    stranger = strange;
    if (wanted && wanted !== "any" && wanted !== phone.round) await take(wanted);
    await sync.all();
    await photos.kick();
    await draw();
  })().catch(complain);
  return { scanned: queue };
}
