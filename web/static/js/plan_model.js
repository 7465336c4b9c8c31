// A day's rounds being planned: what was read, what was changed, what others changed meanwhile.
// Knows no page; every change is a function of the plan.

/** @typedef {{customer: string, name: string, loaded: number, expected: number}} Stop */
/** @typedef {{producer: string, name: string, crates?: number}} Farm */
/** @typedef {{round: string, version: number, state: string, vehicle: string, driver: string, depart_at: string, stops: Stop[], farms: Farm[]}} Round */

export const FIELDS = /** @type {const} */ (["vehicle", "driver", "depart_at"]);

/** @param {any} one a round as the API lists it @returns {Round} */
export const roundOf = (one) => ({ round: one.round, version: one.version, state: one.state, vehicle: one.vehicle, driver: one.driver, depart_at: one.depart_at,
  stops: [...one.stops].sort((a, b) => a.stop - b.stop).map(({ customer, name, loaded, expected }) => ({ customer, name, loaded, expected })),
  farms: [...one.farms].sort((a, b) => a.rank - b.rank).map(({ producer, name, crates }) => ({ producer, name, crates })) });

/** What a person decides of a round. @param {Round} round */
const decided = (round) => JSON.stringify([FIELDS.map((name) => round[name]), round.stops.map((stop) => stop.customer), round.farms.map((farm) => farm.producer)]);

/** @param {Round} a @param {Round} b */
export const same = (a, b) => decided(a) === decided(b);

/** The rounds that differ from what was read. @param {Round[]} rounds @param {Round[]} read */
export function changed(rounds, read) {
  return rounds.filter((round) => {
    const before = read.find((one) => one.round === round.round);
    return before ? !same(round, before) : true;
  });
}

/** The command's payload; stops are numbered in the order in which they stand. @param {string} date @param {Round} round */
export const payload = (date, round) => ({ date, round: round.round, vehicle: round.vehicle, driver: round.driver, depart_at: round.depart_at, seen: round.version,
  stops: round.stops.map((stop, i) => ({ stop: i + 1, customer: stop.customer })), farms: round.farms.map((farm) => farm.producer) });

/** The first free short name. @param {Round[]} rounds */
export function freeName(rounds) {
  for (let n = 1; ; n += 1) if (!rounds.some((one) => one.round === `T${n}`)) return `T${n}`;
}

/**
 * Put a stop elsewhere; `to` null takes it off every round. @param {Round[]} rounds @param {Stop} stop @param {string | null} to @param {number} [place] 0 first
 * @returns {Round[]}
 */
export function moved(rounds, stop, to, place = Infinity) {
  return rounds.map((round) => {
    const others = round.stops.filter((one) => one.customer !== stop.customer);
    if (round.round !== to) return { ...round, stops: others };
    const at = Math.max(0, Math.min(place, others.length));
    return { ...round, stops: [...others.slice(0, at), stop, ...others.slice(at)] };
  });
}

/** Where a customer's stop stands: its round and its place, 0 first; -1 in none. @param {Round[]} rounds @param {string} customer */
export function placeOf(rounds, customer) {
  const round = rounds.find((one) => one.stops.some((stop) => stop.customer === customer));
  return { round, place: round ? round.stops.findIndex((stop) => stop.customer === customer) : -1 };
}

/** A round's stops in another order; a stop that came meanwhile stays at the end. @param {Round[]} rounds @param {string} name @param {string[]} order customers, 1 first */
export const ordered = (rounds, name, order) => rounds.map((round) => {
  if (round.round !== name) return round;
  const place = (/** @type {Stop} */ stop) => (order.indexOf(stop.customer) + order.length + 1) % (order.length + 1);
  return { ...round, stops: [...round.stops].sort((a, b) => place(a) - place(b)) };
});

const FIELD_WORDS = { vehicle: "véhicule", driver: "conduite", depart_at: "départ" };

/** What is different in `theirs`, in sentences. @param {Round} before @param {Round} theirs */
export function differences(before, theirs) {
  const words = FIELDS.filter((name) => before[name] !== theirs[name]).map((name) => `${FIELD_WORDS[name]} : ${before[name] || "rien"} → ${theirs[name] || "rien"}`);
  const had = new Set(before.stops.map((stop) => stop.customer));
  const has = new Set(theirs.stops.map((stop) => stop.customer));
  words.push(...theirs.stops.filter((stop) => !had.has(stop.customer)).map((stop) => `ajouté : ${stop.name}`), ...before.stops.filter((stop) => !has.has(stop.customer)).map((stop) => `retiré : ${stop.name}`));
  const kept = (/** @type {Round} */ round) => round.stops.map((stop) => stop.customer).filter((one) => had.has(one) && has.has(one)).join();
  if (kept(before) !== kept(theirs)) words.push(`ordre : ${theirs.stops.map((stop) => stop.name).join(", ")}`);
  const collected = (/** @type {Round} */ round) => round.farms.map((farm) => farm.name).join(", ");
  if (collected(before) !== collected(theirs)) words.push(`ramassage : ${collected(theirs) || "aucun"}`);
  if (theirs.state !== before.state) words.push("la tournée est partie");
  return words;
}
