// What the chosen farm is to bring, sorted by customer: touch a line to receive it, or say what is wrong with it.
import { items } from "./api.js";
import { productPicture } from "./catalogue.js";
import { food, h, icon } from "./dom.js";
import { askAnew } from "./missing.js";
import { amount, quantity, say, today } from "./words.js";

const COLLECTS = !(document.body.dataset.absent ?? "").split(" ").includes("pickups");
/** What vans brought from the farm, once a farm is chosen in a hub that collects. @type {(producer: string | null, actions: any) => HTMLElement | null} */
export let pickedUp = () => null;
/** @type {(code: string) => any} */
export let collected = () => null;
/** @type {{producer: string | null, rows: any[]}} */
let known = { producer: null, rows: [] };

/** What is known of a farm; nothing until it was read. @param {string | null} producer @returns {any[]} */
export const expectedOf = (producer) => (producer === known.producer ? known.rows : []);

/** Read anew what a farm is to bring. @param {string | null} producer */
export async function readExpected(producer) {
  if (!producer) return;
  const [rows, part] = await Promise.all([items(`producers/${encodeURIComponent(producer)}/expected`), COLLECTS ? import("./reception_pickups.js").catch(askAnew) : null]);
  await part?.readPickups(producer);
  if (part) ({ collected, pickedUp } = part);
  known = { producer, rows };
}

/** The line and the label that a code on a crate stands for. @param {string} code */
export function labelled(code) {
  for (const row of known.rows) {
    const label = [...row.labels, ...row.old_labels].find((one) => one.codes.includes(code));
    if (label) return { row, label };
  }
  return null;
}

/** Where a crate goes from here. @param {string | null | undefined} line */
export function placeOf(line) {
  const place = known.rows.find((row) => row.order_line === line)?.place;
  if (!place?.name) return "";
  return place.kind === "dock" ? say("to_dock", { round: place.name }) : say("to_zone", { zone: place.name });
}

/** @param {any} row */
function came(row) {
  if (row.unweighed) return h("span.state.uncertain", null, icon("scales"), h("span", null, say("board_unweighed")));
  if (row.state === "waiting") return row.labels.length ? icon("barcode") : null;
  const done = row.state === "complete";
  return h("span.state", { class: done ? "confirmed" : "uncertain" }, icon(done ? "check-fat" : "warning"), h("span", null, done ? say("came_all") : amount({ net_g: row.received_g || null, count: row.received_count || null }, row.unit)));
}

/** @param {any} row @param {any} actions */
function line(row, actions) {
  const stop = [row.round, row.stop].filter(Boolean).join(" · ");
  const later = row.delivery_date === today() ? "" : say("tomorrow");
  return h("li.row.expected", { "data-line": row.order_line, "data-state": row.state },
    h("button.whole", { type: "button", onclick: () => actions.chooseLine(row) },
      food(productPicture({ name: row.product_name, family: row.family })),
      h("span", null, h("b", null, row.name), h("small", null, [`${row.product_name}, ${quantity(row.quantity_milli, row.unit)}`, stop, later].filter(Boolean).join(" · "))), came(row)),
    h("button.iconbutton", { type: "button", title: say("report_difference"), "aria-label": `${say("report_difference")} ${row.product_name} ${row.name}`, onclick: () => void import("./reception_asks.js").then(({ askDifference }) => askDifference(row), askAnew) }, icon("warning")));
}

/** The list over the tiles of products; nothing where nothing is expected. @param {any[]} rows @param {any} actions */
export function expectedList(rows, actions) {
  if (!rows.length) return null;
  const open = rows.filter((row) => row.state !== "complete" && row.state !== "over");
  return h("section.expectedlist", null, h("p.question", null, say("expected_title")), h("ul.list", { id: "expected" }, [...open, ...rows.filter((row) => !open.includes(row))].map((row) => line(row, actions))));
}

/** What must be said of a farm's papers, once a farm is chosen. @type {(producer: string | null) => HTMLElement[]} */
export let noticesOf = () => [];

/** @param {string | null} producer */
export async function readNotices(producer) {
  if (!producer) return;
  const part = await import("./reception_charter.js").catch(askAnew);
  if (!part) return;
  await part.readNotices(producer);
  noticesOf = part.noticesOf;
}
