// The self-test of a shift's start: check weight, a label scanned back, each reader once. The station runs and judges it.
import { get, post as send } from "./api.js";
import { button, h, icon, refill } from "./dom.js";
import { complain, notice, post } from "./floor.js";
import { listen } from "./wedge.js";
import { day, kilograms, localDay, say, spoken } from "./words.js";

const EVERY_MS = 700;
const CALL = `posts/${encodeURIComponent(post)}/self-test`;
const LAMPS = { ok: "check-fat", bad: "warning", wait: "clock", none: "minus" };
let listening = false;

/** @param {string} step @param {string} [data] */
const take = (step, data) => send(`/api/v1/${CALL}`, data === undefined ? { step } : { step, data });

/** One device: its sign, how it stands, one sentence, and what to touch. @param {string} name @param {string} sign @param {keyof typeof LAMPS} look @param {string} title @param {string} text @param {Node | null} [act] */
const card = (name, sign, look, title, text, act = null) =>
  h("section.light.trial", { class: look, "data-trial": name, "data-look": look }, icon(sign), h("b", null, title), h("span.lamp", null, icon(LAMPS[look])), h("span", null, text), act);

/** @param {any} scale @param {() => void} weigh */
function scaleCard(scale, weigh) {
  const title = say("light_scale");
  if (scale.weight_g === null) return card("scale", "scales", "none", title, say("test_no_weight"));
  const put = button(say("test_weighed"), weigh, { id: "weigh" });
  const wanted = say("test_put", { weight: kilograms(scale.weight_g) });
  if (scale.read_g === null) return card("scale", "scales", scale.say ? "bad" : "wait", title, spoken(scale.say) || wanted, put);
  const good = Math.abs(scale.read_g - scale.weight_g) <= scale.tolerance_g;
  const read = say("test_read", { weight: kilograms(scale.read_g) });
  return card("scale", "scales", good ? "ok" : "bad", title, scale.tare_unseen ? `${read} ${say("tare_unseen")}` : read, good ? null : put);
}

/** @param {any} printer @param {() => void} again */
function printerCard(printer, again) {
  const title = say("light_printer");
  if (printer.read_back) return card("printer", "printer", "ok", title, say("test_read_back"));
  if (printer.printed === null) return card("printer", "printer", "wait", title, say("test_printing"));
  if (printer.printed) return card("printer", "printer", "wait", title, say("test_scan_label"), button(say("test_again"), again, { id: "again" }));
  return card("printer", "printer", "bad", title, printer.detail, button(say("test_again"), again, { id: "again" }));
}

/** @param {any} reader */
const readerCard = (reader) => card(reader.device, "barcode", reader.heard ? "ok" : "wait", reader.device, say(reader.heard ? "test_heard" : "test_scan_once"));

/** @param {any} run @param {(step: string) => void} act */
function draw(run, act) {
  return [
    h("p.question", null, say("test_title"), h("small", null, say("test_lead"))),
    h("div.lights.trials", null, run.scale ? scaleCard(run.scale, () => act("weigh")) : null, run.printer ? printerCard(run.printer, () => act("print")) : null, run.scanners.map(readerCard)),
    button(say("test_finish"), () => act("finish"), { class: "primary wide", icon: "check", id: "finish" }),
  ];
}

/** What the last one found, in one line. @param {any} last */
export function lastTest(last) {
  if (!last) return say("test_never");
  const bad = last.results.filter((/** @type {any} */ one) => one.result === "failed").map((/** @type {any} */ one) => one.device);
  if (bad.length) return say("test_bad", { devices: bad.join(", ") });
  const whole = last.results.every((/** @type {any} */ one) => one.result === "ok");
  return say(whole ? "test_last" : "test_partly", { date: day(localDay(last.at)) });
}

/** Run the test in this place; `done` gets the page back. @param {HTMLElement} place @param {() => void} done */
export async function selfTest(place, done) {
  let open = true;
  /** @param {any} answer @param {boolean} [finished] */
  const show = (answer, finished = false) => {
    if (!open) return;
    if (answer.run) return refill(place, answer.run, () => draw(answer.run, (step) => void act(step)));
    open = false;
    window.clearInterval(timer);
    if (finished) notice(lastTest(answer.last), answer.last?.results.some((/** @type {any} */ one) => one.result === "failed") ? "stop" : "ok");
    delete place.dataset.shown;
    done();
  };
  /** @param {string} step @param {string} [data] */
  const act = (step, data) => take(step, data).then((answer) => show(answer, step === "finish")).catch(complain);
  if (!listening) listen((code) => void (open && act("scan", code)));
  listening = true;
  const timer = window.setInterval(() => void get(CALL).then(show).catch(() => {}), EVERY_MS);
  await act("start");
}
