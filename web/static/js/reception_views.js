// The pictures of each reception step. Shows the state it is given; asks only through `actions`.
import { about, catalogue, coldRank, crateTypePicture, productPicture } from "./catalogue.js";
import { askDoubt } from "./doubt.js";
import { button, food, h, icon, refill, tile } from "./dom.js";
import { strip } from "./floor.js";
import { labelRow, unsettled } from "./labels_list.js";
import { missing } from "./missing.js";
import { expectedList, expectedOf, pickedUp } from "./reception_expected.js";
import { left } from "./reception_hand.js";
import { extras } from "./reception_extras.js";
import { drawScale, sentence } from "./scale.js";
import { amount, celsius, counted, day, kilograms, say, spoken, weight } from "./words.js";
import { controlKey } from "./reception_state.js";

/** @type {Map<string, any>} */
const products = await catalogue("products");
const producers = await catalogue("producers");
const crateTypes = await catalogue("crate-types");

/** @type {Record<string, string>} */
const STEP_SIGNS = { producer: "user", product: "plant", crate: "package", control: "thermometer", weigh: "scales", count: "stack" };

/** @param {string} name @param {string} now @param {any} chosen @param {() => void} onclick */
export function stepChip(name, now, chosen, onclick) {
  const reached = name === "producer" || (name === "product" && chosen.producer) || (chosen.product && chosen.producer && (chosen.crateType || name === "crate"));
  const current = name === now;
  return h("button.step", { type: "button", onclick, disabled: !reached, "aria-current": current ? "step" : null, "aria-label": say(`step_${name}`) }, icon(STEP_SIGNS[name]), h("span", null, say(`step_${name}`)));
}

/** @param {string} code */
const productsOf = (code) => [...products.values()].filter((product) => product.producer === code);

/** A farm is shown by its first product, which people know better than a logo. @param {string} code */
const producerPicture = (code) => food(productsOf(code).length ? productPicture(productsOf(code)[0]) : "man-farmer");

/** @param {any} intake */
function intakeChip(intake, /** @type {any} */ actions) {
  const ranks = productsOf(intake.producer).map((product) => coldRank(product.temperature_class));
  const cold = Math.min(...ranks, 3) < 3;
  const size = [`${intake.crates} ${counted("crate", "crates", intake.crates)}`, intake.net_g ? weight(intake.net_g) : ""].filter(Boolean).join(" · ");
  return h("button.chip", { type: "button", class: cold ? "cold" : "", onclick: () => actions.chooseProducer(intake.producer) },
    cold ? icon("snowflake") : producerPicture(intake.producer), h("b", null, intake.producer_name ?? about("producers", intake.producer)?.name), h("span", null, size));
}

/** @param {any} intake */
const coldest = (intake) => Math.min(...productsOf(intake.producer).map((product) => coldRank(product.temperature_class)), 3);

/** @param {any} state @param {any} actions */
function producerView({ intakes }, actions) {
  const open = [...intakes].sort((a, b) => coldest(a) - coldest(b));
  const rows = [...producers.values()].sort((a, b) => a.name.localeCompare(b.name, "fr"));
  return [
    open.length ? h("p.lead", null, `${say("open_intakes")} · ${say("cold_first")}`) : null,
    open.length ? h("div.chips", null, open.map((intake) => intakeChip(intake, actions))) : null,
    ...(left?.waitingFarms(actions) ?? []),
    h("p.question", null, say("ask_producer")),
    h("div.tiles", null, rows.map((row) => tile({ picture: producerPicture(row.code), title: row.name, onclick: () => actions.chooseProducer(row.code) }))),
  ];
}

/** @param {any} state @param {any} actions */
function productView({ chosen, notices }, actions) {
  const rows = productsOf(chosen.producer).sort((a, b) => coldRank(a.temperature_class) - coldRank(b.temperature_class));
  return [
    ...notices,
    pickedUp(chosen.producer, actions),
    left?.droppedList(chosen.producer, actions),
    expectedList(expectedOf(chosen.producer), actions),
    h("p.question", null, say("ask_product"), h("small", null, about("producers", chosen.producer)?.name ?? "")),
    h("div.tiles", null, rows.map((row) => tile({ picture: food(productPicture(row)), title: row.name, small: say(`unit_${row.unit}`), pressed: row.code === chosen.product, onclick: () => actions.chooseProduct(row.code) }))),
  ];
}

/** @param {any} state @param {any} actions */
function crateView({ chosen, product }, actions) {
  const rows = [...crateTypes.values()];
  return [
    h("p.question", null, say("ask_crate_type"), h("small", null, product?.name ?? "")),
    h("div.tiles.big", null, rows.map((row) => tile({ picture: food(crateTypePicture(row)), title: row.name, small: row.tare_g ? weight(row.tare_g) : "", pressed: row.code === chosen.crateType, onclick: () => actions.chooseCrateType(row.code) }))),
  ];
}

/** The chosen goods, with what was asked about them. @param {any} state */
export function subject({ chosen, product }, /** @type {any} */ actions = null) {
  const key = controlKey(chosen);
  const facts = [about("producers", chosen.producer)?.name, about("crate-types", chosen.crateType)?.name, celsius(chosen.celsius[key]), chosen.dates[key] ? day(chosen.dates[key]) : ""];
  return h("div.subject", null, food(productPicture(product)),
    h("div", null, h("b", null, product?.name ?? ""), h("span", null, facts.filter(Boolean).join(" · "))),
    actions ? extras(chosen, actions) : null);
}

/** @param {any} actions @param {any} product */
function weighActions(actions, product) {
  return h("div.actions", null,
    button(say("other_product"), () => actions.choose({ at: "product" })),
    button(say("undo_last"), actions.undoLast, { icon: "arrow-counter-clockwise", id: "undo" }),
    product?.unit === "kg" ? button(say("step_crate"), () => actions.choose({ at: "crate" })) : null,
    button(say("close_intake"), actions.closeIntake, { icon: "check" }));
}

/** The column of labels and of this drop's sum. @param {any} actions */
function side(actions) {
  return h("aside.column.side", null, h("div.panel.sum", { id: "sum" }), h("div.lastlabels", null, h("p.lead", null, say("last_labels")), button(say("reprint"), actions.showLabels, { icon: "printer", id: "reprint" })), h("ul.list.grow", { id: "labels" }), h("p.printer", { id: "printer" }));
}

/** @param {any} state @param {any} actions */
function weighView(state, actions) {
  return [h("div.split", null,
    h("div.column", null, subject(state, actions), h("section.panel.scale.grow", { id: "scale", "aria-live": "off" }), h("div", { id: "doubt" }), h("div", { id: "said" }), weighActions(actions, state.product)),
    side(actions))];
}

/** @typedef {(state: any, actions: any) => (Node | null)[]} View */

/** A step that not all goods have: fetched when the first of them comes; what did not arrive is said in its place. @param {() => Promise<View>} fetched @returns {View} */
function whenNeeded(fetched) {
  /** @type {View | null} */
  let view = null;
  return (state, actions) => {
    if (view) return view(state, actions);
    void fetched().catch(() => () => missing()).then((found) => { view = found; actions.redraw(); });
    return [];
  };
}

/** @type {Record<string, View>} */
export const VIEWS = {
  producer: producerView, product: productView, crate: crateView, weigh: weighView,
  control: whenNeeded(async () => {
    const { controlView } = await import("./reception_control.js");
    return (state, actions) => controlView(state, actions, subject(state));
  }),
  count: whenNeeded(async () => {
    const { countView } = await import("./reception_count.js");
    return (state, actions) => countView(state, actions, { subject: subject(state, actions), actions: weighActions(actions, state.product), side: side(actions) });
  }),
};

/** @param {any} state @param {any} actions */
export function refresh({ chosen, labels, intakes, said, scale, printer }, actions) {
  const panel = document.getElementById("scale");
  if (panel) drawScale(panel, scale.weighing, { online: scale.online, tare_g: about("crate-types", chosen.crateType)?.tare_g ?? 0 });
  const place = document.getElementById("said");
  const now = sentence(scale.weighing, scale.online);
  const [text, kind] = said ? [said.text, said.kind] : panel ? now : ["", ""];
  refill(place, [text, kind], () => [text ? h("p.said", { class: kind }, icon(kind === "stop" ? "warning" : kind === "ok" ? "check-fat" : "scales"), h("span", null, text)) : null]);
  askDoubt(labels, actions.complain);
  refill(document.getElementById("labels"), labels, () => labelRows(labels, actions));
  const intake = intakes.find((/** @type {any} */ one) => one.producer === chosen.producer);
  refill(document.getElementById("sum"), intake ?? null, () => intakeSum(intake));
  showPrinter(printer);
}

/** @param {any[]} labels @param {any} actions */
const labelRows = (labels, actions) => (labels.length ? unsettled(labels).map((label) => labelRow(label, actions.complain)) : [h("li.lead", null, say("no_labels"))]);

/** @param {any} intake */
function intakeSum(intake) {
  const crates = intake?.crates ?? 0;
  return [h("span.lead", null, say("this_intake")), h("p", null, h("b", null, crates), ` ${counted("crate", "crates", crates)}`, intake?.net_g ? h("span.kg.numbers", null, h("b", null, kilograms(intake.net_g)), " kg") : null)];
}

/** @param {any} label */
export function plainLabel(label) {
  return h("li.row", null, food(productPicture({ name: label.product, family: label.family })), h("b", null, label.product), h("span.end", null, amount(label, label.unit)));
}

/** Ready is said beside the labels; what is wrong is said under every step. @param {any} printer */
function showPrinter(printer) {
  if (!printer) return;
  const ready = printer.state === "online" || printer.state === "ready";
  document.body.dataset.printer = printer.state;
  strip("printer", ready ? null : spoken(printer.say) || say("light_fault"));
  refill(document.getElementById("printer"), ready, () => [ready ? h("span.said", null, icon("printer"), h("span", null, say("printer_ok"))) : null]);
}
