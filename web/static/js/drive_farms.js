// The farms of a round on the driver's phone; what they need is fetched for rounds that collect.
import { by, fill, h } from "./dom.js";
import { missing } from "./missing.js";

const FARM = "farm "; // before a producer's code, where a customer's stands for a stop

/** @param {Parameters<typeof import("./pickup.js").pickupWork>[0]} phone */
export function farmsOf(phone) {
  /** @type {ReturnType<typeof import("./pickup.js").pickupWork> | undefined} */
  let work;
  const pickup = async () => (work ??= (await import("./pickup.js")).pickupWork(phone));
  return {
    /** The farm that is open. @param {any} snapshot @param {string} place */
    at: (snapshot, place) => snapshot.farms?.find((/** @type {any} */ one) => FARM + one.producer === place),
    /** Null for a round that collects nowhere. @param {any} here @param {(place: string) => void} open */
    list: async (here, open) => (here.snapshot.farms?.length ? pickup().then((part) => part.list(here, (farm) => open(FARM + farm.producer)), () => h("section", null, ...missing())) : null),
    /** @param {any} here @param {any} farm @param {Node[]} more */
    show: (here, farm, more) => pickup().then((part) => part.show(here, farm, more), () => fill(by("main"), ...missing(...more))),
    /** @param {any} here @param {any} farm @param {string} text */
    scanned: async (here, farm, text) => (await pickup()).scanned(here, farm, text),
    /** Nothing is left to collect. @param {any} here */
    done: ({ snapshot, farms }) => (snapshot.farms ?? []).every((/** @type {any} */ farm) => farms.has(farm.producer)),
  };
}
