// The start of a shift: four lights, one touch, which also wakes the sound.
import { command, get } from "./api.js";
import { by, button, fill, h, icon } from "./dom.js";
import { complain, header, post, showLink } from "./floor.js";
import { lastTest, selfTest } from "./self_test.js";
import { told as answered } from "./told.js";
import { day, say, spoken, today } from "./words.js";

const EVERY_MS = 2000;
const PATHS = { reception: "/reception/", store: "/store/", dock: "/dock/", shop: "/shop/" };
let trying = false;
const LOOKS = { online: ["ok", "check-fat", "light_ok"], starting: ["wait", "clock", "light_starting"], fault: ["bad", "warning", "light_fault"], offline: ["bad", "x", "light_off"], none: ["none", "minus", "light_none"] };

/** @param {string} name @param {string} sign @param {{state: string, say?: unknown} | null} device */
function light(name, sign, device) {
  const [look, lamp, word] = LOOKS[/** @type {keyof typeof LOOKS} */ (device?.state ?? "none")] ?? LOOKS.offline;
  const text = look === "ok" || look === "none" ? say(word) : spoken(device?.say) || say(word);
  return h("section.light", { class: look, "data-light": name, "data-state": device?.state ?? "none" }, icon(sign), h("b", null, say(`light_${name}`)), h("span.lamp", null, icon(lamp)), h("span", null, text));
}

/** A clock that nobody vouches for: a person says the date, once a boot. */
function dateQuestion() {
  const confirm = () => command("ConfirmDate", { date: today() }).then((answer) => { answered(answer, say("date_noted")); return look(false); }).catch(complain);
  return h("div.said.wait", null, icon("calendar"), h("span", null, say("date_ask", { date: day(today()) })), button(say("date_yes"), () => void confirm(), { id: "date" }));
}

/** The worst of several readers. @param {any[]} devices */
function worst(devices) {
  const order = ["offline", "fault", "starting", "online"];
  return [...devices].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0] ?? null;
}

/** A device with the words of what is wrong. @param {any} device @param {any} words */
const told = (device, words) => (device ? { ...device, say: words?.say } : null);

/** A scale whose verification lapses says so in time. @param {any} scale */
const lapse = (scale) => (scale?.verification?.say ? h("div.said.wait", { "data-lapse": scale.verification.state }, icon("scales"), h("span", null, spoken(scale.verification.say))) : null);

/** A scale that says neither gross nor net: nobody here can see a tare that was left in it. @param {any} weighing */
const unseen = (weighing) => (weighing?.tare_unseen ? h("div.said.wait", { id: "unseen" }, icon("scales"), h("span", null, say("tare_unseen"))) : null);

/** Try every device of this post, then show the lights again. */
function tryAll() {
  trying = true;
  void selfTest(by("main"), () => { trying = false; void look(false); });
}

/** @param {any} status @param {any} state of this post, which says what is wrong in words @param {any} test the last one */
function draw(status, state, test) {
  const mine = status.posts.find((/** @type {any} */ one) => one.id === post) ?? { role: "", scanners: [] };
  const device = (/** @type {string | null} */ id) => (id ? status.devices.find((/** @type {any} */ one) => one.id === id) ?? { state: "offline" } : null);
  const scale = told(device(mine.scale), state.weighing);
  const printer = told(device(mine.printer), state.printer);
  const reader = worst((mine.scanners ?? []).map(device));
  const ready = [scale, printer, reader].every((one) => one === null || one.state === "online");
  const next = new URLSearchParams(location.search).get("next") ?? `${PATHS[/** @type {keyof typeof PATHS} */ (mine.role)] ?? "/"}${post}`;
  const go = () => location.assign(/^\/(?!\/)/.test(next) ? next : "/");
  fill(by("main"),
    h("p.question", null, say(ready ? "start_ready" : "start_not_ready"), h("small", null, say(`post_${mine.role}`))),
    status.clock.synchronised || status.clock.confirmed ? null : dateQuestion(),
    lapse(device(mine.scale)),
    unseen(state.weighing),
    h("div.lights", null, light("network", "wifi-high", { state: "online" }), light("scale", "scales", scale), light("printer", "printer", printer), light("reader", "barcode", reader)),
    button(say(ready ? "start_go" : "start_go_anyway"), go, { class: `primary wide ${ready ? "go" : ""}`, icon: "play", id: "go" }),
    mine.scale || mine.printer || mine.scanners?.length ? h("div.tests", null, button(say("test_full"), tryAll, { icon: "list-checks", id: "try" }), h("span", null, lastTest(test.last))) : null);
}

/** @param {boolean} first */
async function look(first) {
  if (trying) return;
  try {
    const here = `posts/${encodeURIComponent(post)}`;
    const [status, state, test] = await Promise.all([get("status"), get(here), get(`${here}/self-test`)]);
    if (!trying) draw(status, state, test);
    showLink(true);
  } catch (error) {
    showLink(false);
    if (first) complain(error);
  }
}

header();
void look(true);
window.setInterval(() => void look(false), EVERY_MS);
