// The farms of a pick-up sheet that came back on paper, in the same screen as its deliveries.
import { productPicture } from "./catalogue.js";
import { food, h, icon } from "./dom.js";
import { productsOf, total } from "./pickup_facts.js";
import { french, say } from "./words.js";

const LEFT = ["why_damaged", "why_not_ordered", "why_too_warm", "pickup_why_dirty"];

/** @typedef {{number: (name: string, label: string, value: number | string, most: number) => HTMLElement, tick: (name: string, label: string, checked?: boolean) => HTMLElement}} Fields */

/** @param {any} sheet @param {any} farm @param {Fields} fields */
export function farmCard(sheet, farm, { number, tick }) {
  const head = `${farm.rank} · ${farm.name}`;
  if (farm.collected_at) return h("section.stopcard.told", { "data-producer": farm.producer }, h("h2", null, icon("check-fat"), ` ${head} · ${say("pickup_done", { n: total(farm.aboard) })}`));
  return h("section.stopcard", { "data-producer": farm.producer }, h("h2", null, food("man-farmer"), ` ${head}`),
    h("div.sheetfoot", null, tick(`called ${farm.producer}`, say("pickup_called"))),
    h("ul.list", null, productsOf(farm, sheet.farm_products).map((code) => goods(sheet.farm_products[code], code, number))),
    h("div.sheetfoot", null, sheet.crate_types.flatMap((/** @type {any} */ type) => [
      number(`given ${farm.producer} ${type.code}`, `${type.name} : ${say("drive_left")}`, 0, 1000), number(`taken ${farm.producer} ${type.code}`, `${type.name} : ${say("drive_taken")}`, 0, 1000)])));
}

/** @param {any} product @param {string} code @param {Fields["number"]} number */
const goods = (product, code, number) => h("li.row", { "data-product": code }, food(productPicture(product)), h("b", null, product.name), h("span.end", null,
  number(`crates ${code}`, say("pickup_crates"), 0, 60),
  product.asked ? h("label", null, h("span", null, "°C"), h("input.celsius", { type: "text", inputmode: "decimal", name: `celsius ${code}`, pattern: "(−|-)?[0-9]{1,3}([.,][0-9])?", "aria-label": `${say("ask_temperature")} ${product.name}` })) : null,
  number(`left ${code}`, say("pickup_left_count"), 0, 60),
  h("select", { name: `why ${code}`, "aria-label": `${say("drive_why")} ${product.name}` }, h("option", { value: "" }, "—"), LEFT.map((key) => h("option", { value: key }, say(key))))));

/** « 3,5 » in tenths; nothing written is no measure. @param {string} text */
function tenths(text) {
  const [, minus, whole, tenth] = /^([−-]?)(\d{1,3})(?:[.,](\d))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  return (minus ? -1 : 1) * (Number(whole) * 10 + Number(tenth ?? 0));
}

/** Called at, as a person ticked or as any number says. @param {any} sheet @param {any} farm @param {FormData} form */
const called = (sheet, farm, form) => form.get(`called ${farm.producer}`) || productsOf(farm, sheet.farm_products).some((code) => Number(form.get(`crates ${code}`)) || Number(form.get(`left ${code}`)))
  || sheet.crate_types.some((/** @type {any} */ { code }) => Number(form.get(`given ${farm.producer} ${code}`)) || Number(form.get(`taken ${farm.producer} ${code}`)));

/** The commands of the farms that were called at. @param {any} sheet @param {FormData} form @returns {Promise<{type: string, data: any, name: string}[]>} */
export async function collected(sheet, form) {
  /** @type {{type: string, data: any, name: string}[]} */
  const found = [];
  for (const farm of sheet.farms.filter((/** @type {any} */ one) => !one.collected_at && called(sheet, one, form))) {
    const own = productsOf(farm, sheet.farm_products);
    const crates = own.filter((code) => Number(form.get(`crates ${code}`))).map((product) => ({ product, crates: Number(form.get(`crates ${product}`)), celsius_tenths: tenths(String(form.get(`celsius ${product}`) ?? "")) }));
    const refused = await Promise.all(own.filter((code) => Number(form.get(`left ${code}`))).map(async (product) => ({ product, crates: Number(form.get(`left ${product}`)), reason: await french(String(form.get(`why ${product}`) || "pickup_no_reason")) })));
    const empties = sheet.crate_types.map((/** @type {any} */ { code }) => ({ crate_type: code, given: Number(form.get(`given ${farm.producer} ${code}`)), taken: Number(form.get(`taken ${farm.producer} ${code}`)) })).filter((/** @type {any} */ one) => one.given || one.taken);
    found.push({ type: "CollectAtFarm", data: { round: sheet.round.id, producer: farm.producer, crates, refused, empties }, name: farm.name });
  }
  return found;
}
