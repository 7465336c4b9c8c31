// A line that changed after its goods were ready: kept, released or replaced, each in one touch.
import { command, get } from "./api.js";
import { button, h } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { milli } from "./order_grid.js";
import { told } from "./told.js";
import { quantity, say, unitName } from "./words.js";

const KINDS = ["changed_after_preparation", "cancelled_after_preparation"];
/** @param {any} one an exception */
export const choosable = (one) => KINDS.includes(one.kind);

/** @param {string} type @param {any} data @param {string} done @param {() => unknown} after */
const send = (type, data, done, after) => command(type, data).then((answer) => { told(answer, done); return after(); }).catch(complain);

/** One product of the same family, its quantity ready to be corrected. @param {any} exception @param {any} other @param {() => void} close @param {() => unknown} after */
function substitute(exception, other, close, after) {
  const amount = /** @type {HTMLInputElement} */ (h("input.n", { type: "text", inputmode: "decimal", maxlength: "9", value: String(other.proposed_milli / 1000).replace(".", ","), "aria-label": `Quantité de ${other.name}` }));
  const take = () => {
    const asked = milli(amount.value, other.unit);
    if (!asked) return notice("Écrivez un nombre, entier pour ce qui se compte.", "stop");
    close();
    return void send("SubstitutePrepared", { exception: exception.id, product: other.product, quantity_milli: asked }, `Remplacé par ${other.name}.`, after);
  };
  return h("div.trouble", { "data-substitute": other.product }, h("div", null, h("b", null, other.name), h("span.muted", null, `${other.producer_name} · libre : ${quantity(other.free_milli, other.unit)}`)),
    h("div.acts", null, amount, h("span", null, unitName(other.unit)), button("Remplacer", take, { class: "primary" })));
}

/** @param {any} exception @param {() => unknown} after */
async function replace(exception, after) {
  try {
    const found = await get(`exceptions/${encodeURIComponent(exception.id)}/choices`);
    ask(`Remplacer ${found.name}, ${found.customer_name}`, (close) => [
      h("p.muted", null, `Commandé : ${quantity(found.ordered_milli, found.unit)}. Prêt : ${quantity(found.ready_milli, found.unit)}.`),
      found.substitutes.length ? h("div", null, found.substitutes.map((/** @type {any} */ other) => substitute(exception, other, close, after))) : h("p", null, h("b", null, "Rien de la même famille n’est libre.")),
      h("div.actions", null, button(say("cancel"), close))]);
  } catch (error) {
    complain(error);
  }
}

/** @param {any} one an exception @param {() => unknown} after */
export function choiceButtons(one, after) {
  return h("div.acts", null,
    button("Garder", () => void send("KeepPrepared", { exception: one.id }, "Gardé : le client reçoit ce qui est prêt.", after), { icon: "check-fat" }),
    button("Libérer", () => void send("ReleasePrepared", { exception: one.id }, "Libéré : c’est de nouveau du stock.", after), { icon: "arrow-counter-clockwise" }),
    button("Remplacer", () => void replace(one, after), { icon: "arrow-clockwise" }));
}
