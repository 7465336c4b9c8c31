// Weigh the empties: a type, how many together, the load on the scale; or one crate alone by its tag.
import { command, items } from "./api.js";
import { about, catalogue, crateTypePicture } from "./catalogue.js";
import { button, by, fill, food, h, icon, refill, tile } from "./dom.js";
import { ask, complain, header } from "./floor.js";
import { keypad } from "./keypad.js";
import { contextsOf, follow, readPost } from "./post.js";
import { refused } from "./refused.js";
import { drawScale, sentence, scaleMemory } from "./scale.js";
import { play } from "./tones.js";
import { day, kilograms, say, weight } from "./words.js";

const TOGETHER = [1, 5, 10, 20];
const main = by("main");
const scale = scaleMemory();
const chosen = { type: /** @type {string | null} */ (null), count: 10, code: /** @type {string | null} */ (null) };
let said = "";
let used = "";
let busy = false;
/** @type {any[]} */
let history = [];

async function drawTypes() {
  const rows = [...(await catalogue("crate-types")).values()];
  fill(main, h("p.question", null, say("tare_ask_type"), h("small", null, say("tare_clean"))),
    h("div.tiles.big", null, rows.map((row) => tile({ picture: food(crateTypePicture(row)), title: row.name, small: row.tare_g ? weight(row.tare_g) : "", onclick: () => void enter(row.code).catch(complain) }))));
}

/** @param {string} type @param {string | null} [code] the tag of one crate */
async function enter(type, code = null) {
  Object.assign(chosen, { type, code, count: code ? 1 : chosen.count });
  said = "";
  history = await items(`tares?crate_type=${encodeURIComponent(type)}&code=${encodeURIComponent(code ?? "")}`);
  draw();
}

function draw() {
  const row = about("crate-types", chosen.type);
  const chip = (/** @type {number} */ count) => h("button.chip", { type: "button", "aria-pressed": String(count === chosen.count), onclick: () => { chosen.count = count; draw(); } }, h("b.numbers", null, count));
  fill(main, h("div.split", null,
    h("div.column", null,
      h("div.subject", null, food(crateTypePicture(row)), h("div", null, h("b", null, row?.name ?? ""), h("span", null, chosen.code ?? say("tare_how_many", { count: chosen.count })))),
      chosen.code ? h("p.lead", null, say("tare_one_alone")) : h("div.chips", { id: "together" }, TOGETHER.map(chip), TOGETHER.includes(chosen.count) ? null : chip(chosen.count), button(say("tare_other_count"), askCount)),
      h("section.panel.scale.grow", { id: "scale", "aria-live": "off" }), h("div", { id: "said" }),
      h("div.actions", null, button(say("tare_other"), () => { chosen.type = null; void drawTypes().catch(complain); }, { icon: "arrow-left" }), button(say("tare_note"), () => void note(), { class: "go", icon: "check", id: "note" }))),
    h("aside.column.side", null, h("div.panel.sum", { id: "each" }), h("p.lead", null, say("tare_before")), h("ul.list.grow", { id: "history" }, history.length ? history.map(line) : h("li.lead", null, "—")))));
  refresh();
}

/** @param {any} one */
const line = (one) => h("li.row", null, h("b", null, weight(one.tare_g)), h("span", null, [day(one.since), one.count ? say("tare_how_many", { count: one.count }) : ""].filter(Boolean).join(" · ")));

/** The load on the scale, while no tare was made of it. */
const fresh = () => (scale.weighing?.receipt?.id === used ? null : scale.weighing?.receipt);

function refresh() {
  if (!chosen.type) return;
  const panel = document.getElementById("scale");
  if (panel) drawScale(panel, scale.weighing, { online: scale.online, tare_g: 0 });
  const grams = scale.online ? scale.weighing?.grams ?? null : null;
  const receipt = fresh();
  document.getElementById("note")?.toggleAttribute("disabled", busy || !receipt);
  refill(document.getElementById("each"), [receipt ? grams : null, chosen.count], () => [h("span.lead", null, say("tare_each")), h("p", null, h("b", null, receipt && grams ? kilograms(Math.round(grams / chosen.count), 3) : "—"), " kg")]);
  const [text, kind] = said ? [said, "ok"] : sentence(scale.weighing, scale.online);
  refill(document.getElementById("said"), [text, kind], () => [text ? h("p.said", { class: kind }, icon(kind === "stop" ? "warning" : kind === "ok" ? "check-fat" : "scales"), h("span", null, text)) : null]);
}

function askCount() {
  ask(say("tare_ask_count"), (close) => {
    const pad = keypad({ show: (digits) => digits || "—", most: 2, onOk: (digits) => { if (Number(digits) < 1) return; close(); chosen.count = Number(digits); draw(); } });
    return [h("div.padask", null, h("div.column", null, pad.entry, h("div.actions", null, pad.ok, button(say("cancel"), close))), pad.pad)];
  });
}

async function note() {
  const receipt = fresh();
  if (!receipt || busy) return;
  busy = true;
  refresh();
  try {
    const data = { crate_type: chosen.type, count: chosen.count, weigh: { receipt: receipt.id }, code: chosen.code };
    const answer = await command("MeasureTare", data);
    if (!refused(answer)) {
      play("done");
      used = receipt.id;
      await enter(/** @type {string} */ (chosen.type), chosen.code).catch(complain); // it is noted, whether the list of tares can be read or not
      said = say("tare_noted");
    }
  } catch (error) {
    complain(error);
  }
  busy = false;
  refresh();
}

/** A tag read at this post: that crate is weighed alone. @param {any} event */
function onContext(event) {
  for (const context of contextsOf(event)) {
    if (context.code && context.crate_type) void enter(context.crate_type, context.code).catch(complain);
    else if (context.crate_type && context.crate_type !== chosen.type) void enter(context.crate_type).catch(complain);
  }
}

async function begin() {
  header();
  const [read] = await Promise.all([readPost(), catalogue("crate-types")]);
  contextsOf(read.readers);
  await drawTypes();
  follow({
    handlers: { weighing: (weighing) => { scale.set(weighing); if (said && !weighing.receipt && (weighing.grams ?? 1) <= 40) said = ""; refresh(); }, context: onContext },
    onState: (online) => { scale.link(online); refresh(); },
  });
}

begin().catch(complain);
