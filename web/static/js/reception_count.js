// Goods by the piece: how many crates of how many, and as many labels.
import { button, fill, h } from "./dom.js";
import { keypad } from "./keypad.js";
import { counted, say, unitName } from "./words.js";

/** @param {any} state @param {any} actions @param {{subject: Node, actions: Node, side: Node}} parts */
export function countView({ chosen, product }, actions, parts) {
  const usual = product.unit === "tray30" ? 1 : 12;
  const value = { crates: chosen.crates || 1, count: chosen.count || usual };
  /** @type {"crates" | "count"} */
  let field = "crates";
  const fields = h("div.fields");
  const go = h("div", { id: "go-print" });
  const pad = keypad({ show: () => "", most: 3, start: String(value.crates), allowEmpty: true, onOk: () => undefined });
  pad.pad.addEventListener("click", () => { value[field] = Number(pad.digits() || "0"); draw(); });

  /** @param {"crates" | "count"} name */
  function select(name) {
    field = name;
    pad.set("");
    draw();
  }
  /** @param {"crates" | "count"} name @param {string} question */
  const box = (name, question) => h("button.field", { type: "button", "aria-pressed": String(field === name), onclick: () => select(name) },
    h("span", null, question), h("b.numbers", null, value[name] || "—"), h("small", null, name === "crates" ? counted("crate", "crates", value[name] || 2) : unitName(product.unit, value[name])));

  function draw() {
    fill(fields, box("crates", say("how_many_crates")), h("span.times", null, "×"), box("count", say("how_many_each")));
    const ready = value.crates > 0 && value.count > 0;
    fill(go, button(!ready ? say(value.crates ? "how_many_each" : "how_many_crates") : value.crates === 1 ? say("print_label") : say("print_labels", { n: value.crates }), print, { class: "primary wide", icon: "printer", disabled: !ready, id: "print" }));
  }
  function print() {
    chosen.crates = value.crates;
    chosen.count = value.count;
    actions.count(() => { value.crates = 0; chosen.crates = 1; select("crates"); });
  }
  draw();
  return [h("div.split.counting", null,
    h("div.column", null, parts.subject, h("div.grow.countbox", null, fields, pad.pad), h("div", { id: "doubt" }), h("div", { id: "said" }), go, parts.actions),
    parts.side)];
}
