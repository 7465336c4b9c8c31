// A handheld's day: a post, a round or a room in hand, scan after scan. A verdict is shown only once
// its scan is on this device's disk; sending comes after.
import { learn } from "./catalogue.js";
import { afterPaint, button, by, h } from "./dom.js";
import { ask, header, notice, showLink, strip } from "./floor.js";
import { askToPersist, deviceId, missing } from "./hand_device.js";
import { drawFoot, nameOf } from "./hand_foot.js";
import { speakTo } from "./hand_language.js";
import { get, me } from "./hand_net.js";
import { inlineSigns } from "./hand_signs.js";
import { syncing } from "./hand_sync.js";
import { counted, drawPlaces, drawPosts, drawRound, drawZone, lacks, put } from "./hand_views.js";
import { ASK_FIRST_MS, scanner } from "./hand_scan.js";
import { openBox } from "./outbox.js";
import { snapshotsOf } from "./snapshots.js";
import { play } from "./tones.js";
import { mustBeSeen, refreshFoot, setFoot, showVerdict, useVerdicts } from "./verdict.js";
import { listen } from "./wedge.js";
import { keepShell } from "./worker.js";
import { outOf, say } from "./words.js";

const FOOT_MS = 1000;
const ROLES = ["dock", "store"];

/** Begin; `camera` marks the screen that reads with the camera too. @param {{camera?: boolean}} [screen] */
export async function start({ camera = false } = {}) {
  void inlineSigns().catch(() => null);
  const box = await openBox();
  const snapshots = snapshotsOf({ box });
  const table = await (await fetch("/api/v1/decision")).json();
  useVerdicts(table.verdicts);
  const hand = { post: "", role: "", place: "", operator: "", name: "", paired: null, ...(await box.get("hand")) };
  const device = await deviceId(box);
  const persisted = await askToPersist().catch(() => null);
  const state = { online: false, login: false, listening: false, pending: await box.count("pending"), rejected: await box.count("rejected") };
  let [stored, count] = [0, ""];
  /** What the next scan says was done instead of loading. @type {"" | "unload" | "return"} */
  let taking = "";
  let worker = Boolean(navigator.serviceWorker?.controller);
  /** @type {Promise<unknown>} */
  let scans = Promise.resolve();

  const postPath = () => `posts/${encodeURIComponent(hand.post)}/snapshot`;
  const roundPath = () => `rounds/${encodeURIComponent(hand.place)}/snapshot`;
  const paths = () => (!hand.post ? [] : hand.role === "dock" && hand.place ? [postPath(), roundPath()] : [postPath()]);
  const judging = () => paths().at(-1) ?? "";
  const keep = () => box.set("hand", hand);
  const sync = syncing({
    box, snapshots, paths, persisted,
    device: () => ({ id: hand.paired?.id ?? device, name: hand.paired?.name ?? say("hand_device", { id: device.slice(-4) }), post: hand.post || null, round: hand.role === "dock" && hand.place ? hand.place : null }),
    onAnswer: (entry, answer) => void differs(entry, answer),
    onState: (next) => { Object.assign(state, next); foot(); },
    onLists: () => void draw(),
  });

  /** What the station would have said of what hands have done: the person must know now. @param {any} entry @param {any} answer */
  function differs(entry, answer) {
    const good = entry.effect !== null;
    const said = answer.otherwise ? { verdict: answer.otherwise.verdict, say: answer.otherwise.say, next: answer.otherwise.remedy } : good && answer.refusal ? { verdict: answer.verdict ?? "refused", say: answer.say ?? answer.refusal.say, next: answer.next ?? answer.refusal.remedy } : null;
    if (said) showVerdict({ ...said, crate: answer.crate, refusal: answer.otherwise ?? answer.refusal, command_id: entry.id });
  }

  function foot() {
    showLink(state.online);
    drawFoot({ ...state, ready: state.listening && document.hasFocus(), age_ms: judging() ? snapshots.age(judging()) : undefined, onRejected: () => void showRejected() });
    strip("lock", state.login ? say("hand_login") : null);
    refreshFoot();
  }

  async function draw() {
    const [snapshot, here] = [judging() ? await snapshots.stored(judging()) : null, await snapshots.stored(postPath())];
    if (snapshot?.round) count = outOf(counted(snapshot).loaded, counted(snapshot).expected);
    if (snapshot) for (const kind of ["products", "producers", "customers"]) learn(kind, snapshot[kind]);
    if (!hand.post) await choosePost();
    else if (hand.role === "dock" && hand.place && snapshot) drawRound(snapshot, [...actions("dock_other"), otherWay(snapshot.round)], taking && say(`hand_${taking}_ask`));
    else if (hand.role === "store" && hand.place && zone(snapshot)) drawZone(zone(snapshot), stored, actions("store_other"));
    else choosePlace(here);
    foot();
  }

  /** @param {any} snapshot */
  const zone = (snapshot) => snapshot?.zones?.find((/** @type {any} */ one) => one.code === hand.place);

  /** @param {string} other */
  function actions(other) {
    const here = `/hand/${encodeURIComponent(hand.post)}`;
    return [button(say(other), () => void take(""), { icon: "arrow-left" }),
      state.login ? button(say("hand_log_in"), () => location.assign(`/login?next=${location.pathname}`), { icon: "identification-badge", class: "primary" })
        : button(say(camera ? "hand_no_camera" : "hand_camera"), () => location.assign(camera ? here : `${here}/camera`), { icon: camera ? "barcode" : "eye" })];
  }

  /** One crate out of the van, or back from its round; then scans load again. @param {any} round */
  function otherWay(round) {
    const other = round.state === "departed" ? "return" : "unload";
    return button(say(taking ? "hand_load" : `hand_${other}`), () => { taking = taking ? "" : other; void draw(); }, { icon: taking ? "barcode" : "arrow-counter-clockwise" });
  }

  async function choosePost() {
    const posts = await get("posts").then((answer) => answer.items, () => []);
    drawPosts(say(posts.length ? "hand_where" : "hand_first_online"), posts.filter((/** @type {any} */ one) => ROLES.includes(one.role)), (one) => {
      Object.assign(hand, { post: one.id, role: one.role, place: "" });
      history.replaceState(null, "", `/hand/${encodeURIComponent(one.id)}`);
      void keep().then(sync.all).then(draw);
    });
  }

  /** @param {any} snapshot */
  function choosePlace(snapshot) {
    by("title").textContent = say("post_hand");
    if (!snapshot) return put(h("p.question", null, say("hand_first_online")));
    const lacking = missing(persisted, worker);
    drawPlaces(snapshot, (_, thing) => void take(thing.id ?? thing.code), [lacking, state.login], () => [lacks(lacking), state.login ? actions("dock_other")[1] : null]);
  }

  /** Take a round or a room in hand; nothing puts it down. @param {string} place */
  async function take(place) {
    hand.place = place;
    taking = "";
    stored = 0;
    await keep();
    if (place && hand.role === "dock") await snapshots.refresh(roundPath(), ASK_FIRST_MS).catch(() => null);
    await draw();
    sync.report();
  }

  /** One scan after the other, however fast they come. @param {string} text */
  const scanned = (text) => void (scans = scans.then(() => one(text)).catch(notKept));
  const notKept = (/** @type {unknown} */ error) => { play("wrong"); notice(say("hand_not_kept"), "stop"); console.warn("not kept", error); };

  /** @param {string} text */
  async function one(text) {
    if (mustBeSeen() || document.querySelector(".ask")) return play("wrong");
    if (!hand.post) return notice(say("hand_where"), "wait");
    await scan(text);
  }

  const scan = scanner({
    box, snapshots, table, hand,
    reader: () => hand.paired?.id ?? device, online: () => state.online, taking: () => taking, lists: () => ({ post: postPath(), judging: judging() }), onCard: taken, onKept: shown, notKept, onPutDown: () => { state.pending += 1; foot(); void sync.kick(); },
  });

  /** @param {any} answer */
  function shown(answer) {
    if (answer.effect || !taking) state.pending += 1;
    if (answer.effect && hand.role === "store") stored += 1;
    const words = answer.verdict === "not_in_list" ? { say: { fr: say("hand_not_in_list") }, next: { fr: say("hand_not_in_list_next") } } : answer.effect && taking ? { say: { fr: say(`hand_${taking}_done`) } } : {};
    if (answer.effect && taking === "unload") taking = ""; // forgotten, it would empty the van
    showVerdict({ ...answer, ...words }, { flash: true });
    afterPaint(() => { void draw(); void sync.kick(); });
  }

  /** @param {{kind: string, thing: any}} card */
  async function taken({ kind, thing }) {
    const wanted = hand.role === "dock" ? "round" : "zone";
    if (kind === "operator") {
      Object.assign(hand, { operator: thing.code, name: thing.name });
      await keep();
      speakTo(thing.language);
    } else if (kind === wanted) await take(thing.id ?? thing.code);
    else return notice(say(hand.role === "dock" ? "dock_ask" : "store_scan_door"), "stop"), play("wrong");
    const words = kind === "operator" ? say("login_hello", { name: thing.name }) : kind === "round" ? nameOf(thing) : thing.name;
    showVerdict({ verdict: "ok", say: { fr: words }, next: null, crate: null, refusal: null }, { flash: true });
  }

  /** What the station could not read stays until somebody has seen it. */
  async function showRejected() {
    const entries = await box.rejected();
    ask(say("hand_rejected_ask"), (close) => [
      h("ul.list", null, entries.map((entry) => h("li.row", null, h("div", null, h("b", null, entry.body.data ?? entry.body.type), h("small", null, entry.answer?.detail ?? ""))))),
      button(say("hand_rejected_seen"), () => void box.drop(entries).then(async () => { close(); state.rejected = 0; foot(); })), button(say("cancel"), close)]);
  }

  async function whoIsHere() {
    try {
      const found = await me();
      Object.assign(hand, { operator: found.operator ?? hand.operator, name: found.name, paired: found.device ?? null });
      if (found.operator) speakTo(found.language);
      state.online = true;
    } catch (error) {
      const status = error instanceof Error && "status" in error ? error.status : 0;
      Object.assign(state, { online: status !== 0, login: status === 401 });
      if (status === 401 && !hand.operator && !state.pending) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
    }
  }

  header();
  setFoot(() => [hand.role === "dock" ? count : `${stored} ${say("crates")}`, h("span.link", { class: state.online ? "" : "lost" }, say(state.pending ? "hand_pending" : "floor_online", { n: state.pending }))]);
  const asked = decodeURIComponent(location.pathname.split("/")[2] ?? "");
  if (asked && asked !== "any" && asked !== hand.post) Object.assign(hand, { post: asked, role: "", place: "" });
  if (judging()) await snapshots.stored(judging()).then((found) => found && draw());
  const field = /** @type {HTMLInputElement} */ (by("capture"));
  listen(scanned, { field, onDoubled: sync.doubled });
  state.listening = true;
  const aim = () => { if (!document.querySelector(".ask, .verdict") && document.activeElement === document.body) field.focus({ preventScroll: true }); };
  window.setInterval(() => { aim(); foot(); }, FOOT_MS);
  void keepShell("/hand", () => !document.querySelector(".ask, .verdict")).then((found) => { worker = Boolean(found); });
  void connect().catch((error) => console.warn("no station", error));

  /** What needs the network; scans do not wait for it once there is a list. */
  async function connect() {
    await whoIsHere();
    if (hand.post && !ROLES.includes(hand.role)) hand.role = (await snapshots.refresh(postPath()).catch(() => null))?.role ?? "";
    await keep();
    await sync.all();
    await draw();
  }

  return { scanned };
}
