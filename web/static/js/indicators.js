// The hub's indicators over some days: turnover, basket, fill rate, volumes by farm, losses, what the dock stopped.
import { get } from "./api.js";
import { by, fill, h } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { euros, percent } from "./money.js";
import { kilograms, today } from "./words.js";

const STOPPED = { wrong_round: "mauvaise tournée", wrong_stop: "mauvais arrêt", lot_blocked: "lot bloqué", past_use_by: "date passée", already_loaded: "déjà chargée" };
const shown = h("div.stack", { id: "figures" });
/** @param {string} value */
const dated = (value) => /** @type {HTMLInputElement} */ (h("input", { type: "date", value, onchange: () => void read() }));
const since = dated(`${today().slice(0, 8)}01`);
const until = dated(today());

/** @param {string} text @param {HTMLInputElement} field */
const named = (text, field) => h("label.named", null, h("span", null, text), field);

/** @param {string} text @param {string | number} value @param {string} [under] */
const figure = (text, value, under = "") => h("div.figure-card", null, h("span.muted", null, text), h("p.tally", null, String(value)), under ? h("span.muted", null, under) : null);

/** @param {any} found */
function draw(found) {
  const stopped = Object.entries(found.stopped);
  const total = stopped.reduce((sum, [, count]) => sum + Number(count), 0);
  fill(shown,
    h("div.figures", null,
      figure("Chiffre d’affaires", euros(found.turnover_cents), found.lines_without_price ? `${found.lines_without_price} lignes sans prix` : "avant taxe"),
      figure("Panier moyen", euros(found.average_basket_cents), `${found.baskets} paniers`),
      figure("Lignes servies", percent(found.fill_permille), `${found.lines_served} sur ${found.lines_ordered}`),
      figure("Jeté", `${kilograms(found.discarded_g)} kg`),
      figure("Arrêté au quai", total, stopped.filter(([, count]) => count).map(([code, count]) => `${count} ${STOPPED[/** @type {keyof typeof STOPPED} */ (code)] ?? code}`).join(", "))),
    h("section.card", null, h("h2", null, "Volumes par ferme"), h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Volumes par ferme" }, h("table", null,
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Ferme"), ["Reçu", "Livré", "Livré à la pièce", "Chiffre d’affaires"].map((text) => h("th.n", { scope: "col" }, text)))),
      h("tbody", null, found.producers.map((/** @type {any} */ one) => h("tr", null, h("td", null, one.name), h("td.n", null, `${kilograms(one.received_g)} kg`), h("td.n", null, `${kilograms(one.delivered_g)} kg`), h("td.n", null, one.delivered_count), h("td.n", null, euros(one.turnover_cents)))))))));
}

async function read() {
  try {
    draw(await get(`indicators?since=${since.value}&until=${until.value}`));
    showLink(true);
  } catch (error) {
    showLink(false);
    complain(error);
  }
}

header();
fill(by("main"), h("div.field.noprint", null, named("Du", since), named("Au", until)), shown);
void read();
