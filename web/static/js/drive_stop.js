// One stop of a driver's round: what was handed over, empties, refusals, damage, no signature.
// Keeps facts and pictures; sends nothing, and draws only its questions.
import { coldOf, cratesOf } from "./drive_facts.js";
import { choices } from "./drive_views.js";
import { apply } from "./effects.js";
import { ask, notice } from "./floor.js";
import { askAnew } from "./missing.js";
import { play } from "./tones.js";
import { say } from "./words.js";

/**
 * @param {{facts: ReturnType<typeof import("./drive_facts.js").factsOf>, photos: Awaited<ReturnType<typeof import("./drive_photos.js").photographs>>,
 *   round: () => string, draft: () => import("./drive_facts.js").Draft, keepDraft: () => Promise<void>, left: () => Promise<void>,
 *   kept: () => void, pictured: () => void, draw: () => void, notKept: (error: unknown) => void}} phone
 *   `left`: the stop is done, show the others; `kept`: a fact lies on the disk and may be sent
 */
export function stopWork({ facts, photos, round, draft, keepDraft, left, kept, pictured, draw, notKept }) {
  let busy = false;

  /** Questions of a stop, kept on the phone with its pages. @param {(asks: typeof import("./drive_asks.js")) => void} put */
  const asking = (put) => void import("./drive_asks.js").then(put, askAnew);

  /** Crates scanned out here that nobody refused since. @param {any} snapshot @param {any} stop */
  const givenAt = (snapshot, stop) => (draft().given[stop.customer] ?? []).filter((id) => cratesOf(snapshot, stop).some((row) => row.id === id));

  /** @param {any} snapshot @param {any} stop */
  function empties(snapshot, stop) {
    draft().empties[stop.customer] ??= {};
    asking(({ askEmpties }) => askEmpties(snapshot.crate_types, draft().empties[stop.customer], () => void keepDraft().catch(notKept)));
  }

  /** Cold goods are measured as they are handed over; or nobody did, and nothing is noted. @param {any} snapshot @param {any} stop */
  async function deliver(snapshot, stop) {
    const known = (stop.temperatures ??= {});
    const cold = coldOf(stop).filter((kind) => !(kind in known));
    if (!cold.length) return handOver(snapshot, stop);
    const part = await import("./drive_cold.js").catch(askAnew);
    if (part) part.askTemperatures(cold, snapshot.limits, (kind, tenths) => facts.temperature(round(), stop, kind, tenths).then(() => { known[kind] = tenths; kept(); draw(); }, (error) => { notKept(error); throw error; }), () => handOver(snapshot, stop));
  }

  /** Not every crate was scanned: a person says what became of the others. @param {any} snapshot @param {any} stop */
  function handOver(snapshot, stop) {
    const all = cratesOf(snapshot, stop).map((row) => row.id);
    const given = givenAt(snapshot, stop);
    if (given.length === all.length) return void told(snapshot, stop, all);
    ask(say("drive_not_all", { n: all.length - given.length }), (close) => choices([
      ["check-fat", say("drive_all_given"), () => void told(snapshot, stop, all)], ["truck", say("drive_some_left"), () => void told(snapshot, stop, given)]], close));
  }

  /** @param {any} snapshot @param {any} stop @param {string[]} crates */
  async function told(snapshot, stop, crates) {
    if (busy) return; // a second touch while the disk writes tells nothing twice
    busy = true;
    try {
      await facts.deliver(snapshot, stop, crates, draft());
      kept();
      play("done");
      notice(say("drive_done"), "ok");
      await left();
    } catch (error) {
      notKept(error);
    } finally {
      busy = false;
    }
  }

  /** Keep a fact, then go on. @param {() => Promise<void>} fact @param {() => void} then */
  const act = (fact, then) => void fact().then(() => { kept(); then(); }, notKept);

  /** @param {any} stop @param {string} about */
  const picture = (stop, about) => asking(({ askPhoto }) => askPhoto(say("drive_photo_ask"), async (file) => { await photos.keep({ round: round(), customer: stop.customer, about }, file); pictured(); }, draw));

  /** @param {any} snapshot @param {any} stop */
  function refuse(snapshot, stop) {
    const gone = async (/** @type {string} */ crate, /** @type {string} */ reason) => { await facts.refuse(crate, reason); apply(snapshot, { crate, state: "received" }); };
    asking(({ askCrate, askWhy }) => askCrate(cratesOf(snapshot, stop), snapshot.products, (crate) => askWhy((reason) => act(() => gone(crate, reason), () => picture(stop, "refused")))));
  }

  /** @param {any} snapshot @param {any} stop @param {string} kind */
  const claim = (snapshot, stop, kind) => asking(({ askProduct }) => askProduct(stop.products, snapshot.products, (product) => act(() => facts.claim(stop, product, kind), () => picture(stop, "damaged"))));

  /** A claim names a delivery note: there is none before somebody said « parti ». @param {any} snapshot @param {any} stop */
  function trouble(snapshot, stop) {
    ask(say("drive_trouble_ask"), (close) => choices([["prohibit", say("drive_refused"), () => refuse(snapshot, stop)],
      ...(stop.note ? /** @type {[string, string, () => void][]} */ ([["warning", say("drive_damaged"), () => claim(snapshot, stop, "damaged")], ["magnifying-glass", say("drive_short"), () => claim(snapshot, stop, "short")]]) : [])], close));
  }

  /** A second touch takes it back: somebody came and signed. @param {any} stop */
  function unsigned(stop) {
    const at = draft().unsigned.indexOf(stop.customer);
    if (at >= 0) return draft().unsigned.splice(at, 1), void keepDraft().then(draw, notKept);
    draft().unsigned.push(stop.customer);
    void keepDraft().then(() => picture(stop, "unsigned"), notKept);
  }

  return { givenAt, empties, deliver: (/** @type {any} */ snapshot, /** @type {any} */ stop) => void deliver(snapshot, stop).catch(notKept), trouble, unsigned, act };
}
