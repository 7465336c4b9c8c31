// Farms on the driver's phone: crates scanned or counted, temperatures, empties, what stays at the farm.
// Fetched only for rounds that collect; keeps a draft on the disk, and a fact once the farm is told.
import { button } from "./dom.js";
import { askEmpties } from "./drive_asks.js";
import { choices } from "./drive_views.js";
import { ask, complain, notice } from "./floor.js";
import { blankFarm, judgeGoods, judgeLabel, noted, told, total } from "./pickup_facts.js";
import { askCelsius, askFarmProduct, askHowMany, drawFarm, farmList } from "./pickup_views.js";
import { play } from "./tones.js";
import { showVerdict } from "./verdict.js";
import { celsius, french, say } from "./words.js";

/** Why a crate stays at the farm, and why goods were not measured, with their signs. */
const LEFT = { why_damaged: "warning", why_not_ordered: "prohibit", why_too_warm: "thermometer", pickup_why_dirty: "hand-palm" };
const NOT_MEASURED = { pickup_why_none: "prohibit", pickup_why_broken: "wrench" };

/**
 * @param {{facts: ReturnType<typeof import("./drive_facts.js").factsOf>, draft: () => import("./drive_facts.js").Draft, keepDraft: () => Promise<void>,
 *   kept: () => void, notKept: (error: unknown) => void, draw: () => void, left: () => Promise<void>, camera: () => Node}} phone
 *   `left`: the farm is told, show the others; `kept`: a fact lies on the disk and may be sent
 */
export function pickupWork({ facts, draft, keepDraft, kept, notKept, draw, left, camera }) {
  let busy = false;

  /** @param {any} farm @returns {import("./pickup_facts.js").FarmDraft} */
  const at = (farm) => (draft().farms[farm.producer] ??= blankFarm());

  /** A draft is shown once it lies on the disk. */
  const changed = () => void keepDraft().then(draw, notKept);

  /** Put crates into the van, once their temperature is known or missing for a reason. @param {any} here @param {any} farm @param {{product: string, crates: number, count: number | null, code: string}} row */
  function take({ snapshot }, farm, row) {
    const product = snapshot.farm_products[row.product];
    const note = at(farm);
    const put = (/** @type {{celsius_tenths: number | null, no_celsius: string}} */ cold) => {
      note.celsius[row.product] = cold;
      note.crates.push({ ...row, ...cold });
      play("ok");
      changed();
    };
    if (!asksCelsius({ snapshot }, farm, row.product)) return put(note.celsius[row.product] ?? { celsius_tenths: null, no_celsius: "" });
    return askCelsius(product, (tenths) => {
      if (judgeGoods(product, tenths, "") === null) return put({ celsius_tenths: tenths, no_celsius: "" });
      play("blocked");
      return tooWarm(tenths, row, put, (reason) => { note.refused.push({ product: row.product, crates: row.crates, reason }); changed(); });
    }, () => askReason(NOT_MEASURED, say("pickup_why_ask"), (reason) => put({ celsius_tenths: null, no_celsius: reason })));
  }

  /** Whether goods are still to be measured here. @param {any} here @param {any} farm @param {string} product */
  const asksCelsius = (here, farm, product) => Boolean(here.snapshot.farm_products[product]?.asked && !at(farm).celsius[product]);

  /** @param {number} tenths @param {any} row @param {(cold: any) => void} put @param {(reason: string) => void} leave */
  function tooWarm(tenths, row, put, leave) {
    ask(say("pickup_too_warm", { celsius: celsius(tenths) }), (close) => choices([
      ["prohibit", say("pickup_leave"), () => void french("why_too_warm").then(leave, complain)], ["truck", say("pickup_take_anyway"), () => put({ celsius_tenths: tenths, no_celsius: "" })]], close));
  }

  /** The office reads reasons: they are kept in French. @param {Record<string, string>} reasons @param {string} question @param {(reason: string) => void} then */
  function askReason(reasons, question, then) {
    ask(question, (close) => choices(Object.entries(reasons).map(([key, sign]) => [sign, say(key), () => void french(key).then(then, complain)]), close));
  }

  /** Crates without a label. @param {any} here @param {any} farm */
  function count(here, farm) {
    askFarmProduct(farm, here.snapshot.farm_products, say("drive_which_product"), (product) =>
      askHowMany(say("how_many_crates"), (crates) => take(here, farm, { product, crates, count: null, code: "" })));
  }

  /** @param {any} here @param {any} farm */
  function refuse(here, farm) {
    askFarmProduct(farm, here.snapshot.farm_products, say("drive_which_product"), (product) =>
      askHowMany(say("how_many_crates"), (crates) => askReason(LEFT, say("drive_why"), (reason) => { at(farm).refused.push({ product, crates, reason }); changed(); })));
  }

  /** A label without a product of its own: the driver says which, and how many are in it where they count. @param {any} here @param {any} farm @param {string} code */
  function blank(here, farm, code) {
    askFarmProduct(farm, here.snapshot.farm_products, say("drive_which_product"), (product) => {
      const put = (/** @type {number | null} */ units) => take(here, farm, { product, crates: 1, count: units, code });
      if (here.snapshot.farm_products[product].unit === "kg") return put(null);
      return askHowMany(say("how_many_each"), put, () => put(null));
    });
  }

  /** @param {any} here @param {any} farm */
  async function tell(here, farm) {
    if (busy) return; // a second touch while the disk writes tells nothing twice
    busy = true;
    try {
      await facts.collect(told(here.snapshot, farm, at(farm), here.farms.has(farm.producer)));
      delete draft().farms[farm.producer];
      await keepDraft();
      kept();
      play("done");
      notice(say("pickup_told"), "ok");
      await left();
    } catch (error) {
      notKept(error);
    } finally {
      busy = false;
    }
  }

  /** Nothing was taken: a person says so, a slip of the thumb does not. @param {any} here @param {any} farm */
  function done(here, farm) {
    if (noted(at(farm))) return void tell(here, farm);
    ask(say("pickup_nothing_ask"), (close) => choices([["check-fat", say("pickup_nothing"), () => void tell(here, farm)]], close));
  }

  return {
    /** @param {any} here @param {(farm: any) => void} open */
    list: (here, open) => farmList(here.snapshot.farms, { done: here.farms, open, aboard: (farm) => total(farm.aboard) }),

    /** @param {any} here @param {any} farm @param {Node[]} more */
    show(here, farm, more) {
      const again = here.farms.has(farm.producer);
      drawFarm(farm, { draft: at(farm), done: again, products: here.snapshot.farm_products, remove: (row) => { at(farm).crates.splice(row, 1); changed(); }, actions: [
        again && !noted(at(farm)) ? null : button(say("pickup_tell"), () => done(here, farm), { icon: "check-fat", class: "go", id: "collected" }),
        button(say("pickup_count"), () => count(here, farm), { icon: "plus", id: "count" }),
        button(say("drive_empties"), () => askEmpties(here.snapshot.crate_types, at(farm).empties, () => void keepDraft().catch(notKept)), { icon: "stack", id: "empties" }),
        button(say("pickup_refuse"), () => refuse(here, farm), { icon: "prohibit", id: "refuse" }), camera(), ...more].filter((one) => one !== null) });
    },

    /** @param {any} here @param {any} farm @param {string} text */
    scanned(here, farm, text) {
      const found = judgeLabel(here.snapshot, farm, at(farm), text);
      const asks = found.verdict === "ok" && (!found.label || asksCelsius(here, farm, found.label.product));
      if (asks) play("ok"); // a question says more than a green screen
      const words = { ok: "pickup_read", duplicate: "drive_twice", not_ours: "pickup_not_ours", unknown_code: "pickup_unknown_code", refused: "pickup_other_farm" }[found.verdict] ?? "pickup_unknown_code";
      if (!asks) showVerdict({ verdict: found.verdict, say: { fr: say(words) }, next: null, crate: null, refusal: null }, { flash: true });
      if (found.verdict !== "ok") return;
      if (found.label) return take(here, farm, { product: found.label.product, crates: 1, count: found.label.count, code: found.code });
      return blank(here, farm, found.code);
    },
  };
}
