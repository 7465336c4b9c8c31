// The coordinator completes a lot: what is missing, the photographs to read it from, and new labels.
import { command, get } from "./api.js";
import { button, h } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { told } from "./told.js";
import { say, spoken } from "./words.js";

/** Ask what a lot lacks. @param {string} lot @param {() => void} after */
export async function complete(lot, after) {
  try {
    show(await get(`lots/${encodeURIComponent(lot)}/mentions`), after);
  } catch (error) {
    complain(error);
  }
}

/** @param {any} lot @param {() => void} after */
function show(lot, after) {
  const fields = lot.missing.map((/** @type {any} */ mention) => ({ mention, input: field(mention) }));
  ask(`${lot.name} · ${lot.lot}`, (close) => [
    h("p.muted", null, [lot.producer_name, lot.mentions_text].filter(Boolean).join(" · ")),
    h("div.photos", null, lot.photos.map((/** @type {string} */ id) => photo(lot, id, close, after))),
    ...fields.map((/** @type {any} */ one) => h("div.field", null, h("label", { for: one.input.id }, spoken(one.mention.name)), one.input, suggestions(one.mention))),
    h("p.muted", null, `${lot.crates.length} ${say(lot.crates.length === 1 ? "crate" : "crates")} ici. Chaque caisse reçoit une nouvelle étiquette.`),
    h("div.actions", null,
      button("Compléter et réimprimer", () => void send(lot, fields, close, after), { class: "primary", id: "complete" }),
      button(say("cancel"), close))]);
}

/** @param {any} mention */
function field(mention) {
  const date = mention.key === "laid_on";
  return /** @type {HTMLInputElement} */ (h("input.long", { type: date ? "date" : "text", maxlength: "40", id: `mention-${mention.key}`, list: `choices-${mention.key}`, autocomplete: "off" }));
}

/** @param {any} mention */
const suggestions = (mention) => h("datalist", { id: `choices-${mention.key}` }, mention.choices.map((/** @type {string} */ choice) => h("option", { value: choice })));

/** A photograph, and its erasing: it may show more than it should. @param {any} lot @param {string} id @param {() => void} close @param {() => void} after */
function photo(lot, id, close, after) {
  const erase = () => {
    close();
    void command("ErasePhotograph", { crate: lot.crates[0], photo: id, reason: "effacée à la coordination" })
      .then((answer) => told(answer, "La photo est effacée.")).then(after, complain);
  };
  const address = `/api/v1/photos/${encodeURIComponent(id)}.jpg`;
  return h("figure", null, h("a", { href: address, target: "_blank", rel: "noopener" }, h("img", { src: address, alt: "Étiquette du producteur" })), lot.crates.length ? button("Effacer", erase) : null);
}

/** @param {any} lot @param {any[]} fields @param {() => void} close @param {() => void} after */
async function send(lot, fields, close, after) {
  if (!lot.crates.length) return notice("Aucune caisse de ce lot n’est ici.", "stop");
  const mentions = Object.fromEntries(fields.filter((one) => one.input.value.trim()).map((one) => [one.mention.key, one.input.value.trim()]));
  try {
    const answer = await command("CompleteCrate", { crate: lot.crates[0], mentions });
    if (answer.outcome !== "refused") close();
    told(answer, answer.crate?.missing?.length ? "C’est noté. Il manque encore quelque chose." : "Caisse complète. Collez la nouvelle étiquette.");
    after();
  } catch (error) {
    complain(error);
  }
}
