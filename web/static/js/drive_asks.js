// The questions of a driver's phone: which crate, which product, why, a photograph, empties.
import { crateTypePicture, productPicture } from "./catalogue.js";
import { button, food, h, icon, tile } from "./dom.js";
import { choices } from "./drive_views.js";
import { PhotoRefused } from "./drive_photos.js";
import { ask, complain, notice } from "./floor.js";
import { french, say } from "./words.js";

/** Why a crate is refused at the door, with its sign. */
export const REFUSALS = { why_damaged: "warning", why_not_ordered: "prohibit", why_too_warm: "thermometer", why_door_closed: "lock" };

/** @param {(reason: string) => void} then gets the French: the office reads it */
export function askWhy(then) {
  ask(say("drive_why"), (close) => choices(Object.entries(REFUSALS).map(([key, sign]) => [sign, say(key), () => void french(key).then(then, complain)]), close));
}

/** @param {any[]} crates @param {Record<string, any>} products @param {(crate: string) => void} then */
export function askCrate(crates, products, then) {
  ask(say("drive_which_crate"), (close) => [h("div.tiles", null, crates.map((row) => {
    const product = products[row.contents[0]?.product];
    return tile({ picture: food(productPicture(product)), title: product?.name ?? "", small: `…${(row.codes[0] ?? row.id).slice(-5)}`, onclick: () => { close(); then(row.id); } });
  })), button(say("cancel"), close)]);
}

/** @param {string[]} codes @param {Record<string, any>} products @param {(product: string) => void} then */
export function askProduct(codes, products, then) {
  ask(say("drive_which_product"), (close) => [h("div.tiles", null, codes.map((code) => tile({ picture: food(productPicture(products[code])), title: products[code]?.name ?? code, onclick: () => { close(); then(code); } }))), button(say("cancel"), close)]);
}

/**
 * One photograph, or none; comes true once it lies on the disk.
 * @param {string} question @param {(file: Blob) => Promise<void>} keep @param {() => void} [then]
 */
export function askPhoto(question, keep, then = () => {}) {
  ask(question, (close) => {
    const field = /** @type {HTMLInputElement} */ (h("input.photofield", { type: "file", accept: "image/*", capture: "environment", id: "photo", "aria-label": say("drive_photo") }));
    field.addEventListener("change", () => void taken(field, keep).then((kept) => { if (kept) { close(); then(); } }));
    return [h("div.actions", null, h("label.button.primary", { for: "photo" }, icon("eye"), h("span", null, say("drive_photo"))), field,
      button(say("drive_no_photo"), () => { close(); then(); }))];
  });
}

/** @param {HTMLInputElement} field @param {(file: Blob) => Promise<void>} keep */
async function taken(field, keep) {
  const file = field.files?.[0];
  if (!file) return false;
  try {
    await keep(file);
    notice(say("drive_photo_kept"), "ok");
    return true;
  } catch (error) {
    notice(say(error instanceof PhotoRefused ? error.message : "drive_photo_failed"), "stop");
    field.value = "";
    return false;
  }
}

/** Plus and minus for each crate type, both ways. @param {any[]} types @param {Record<string, {given: number, taken: number}>} counts changed in place @param {() => void} changed */
function emptiesCounters(types, counts, changed) {
  /** @param {{given: number, taken: number}} one @param {"given" | "taken"} way @param {string} word @param {string} name */
  const counter = (one, way, word, name) => {
    const shown = h("output.entry", { "data-way": way }, one[way]);
    const move = (/** @type {number} */ by_) => { one[way] = Math.min(1000, Math.max(0, one[way] + by_)); shown.textContent = String(one[way]); changed(); };
    return h("div.counter", null, h("span", null, say(word)),
      h("button.button", { type: "button", "aria-label": `${say(word)} −1 ${name}`, onclick: () => move(-1) }, icon("minus")), shown,
      h("button.button", { type: "button", "aria-label": `${say(word)} +1 ${name}`, onclick: () => move(1) }, icon("plus")));
  };
  for (const type of types) counts[type.code] ??= { given: 0, taken: 0 };
  const moved = (/** @type {any} */ type) => counts[type.code].given + counts[type.code].taken;
  return h("ul.list.empties", null, [...types].sort((a, b) => moved(b) - moved(a)).map((type) => {
    const one = counts[type.code];
    return h("li.row", { "data-type": type.code }, food(crateTypePicture(type)), h("b", null, type.name), counter(one, "taken", "drive_taken", type.name), counter(one, "given", "drive_left", type.name));
  }));
}

/** @param {any[]} types @param {Record<string, {given: number, taken: number}>} counts @param {() => void} changed */
export function askEmpties(types, counts, changed) {
  ask(say("drive_empties_ask"), (close) => [emptiesCounters(types, counts, changed), button(say("ok"), close, { class: "go", icon: "check-fat" })]);
}
