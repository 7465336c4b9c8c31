// The closing of the day: the ledger's seal on an evening label, for the binder.
import { post } from "./api.js";
import { button, h, icon } from "./dom.js";
import { ask, complain, notice } from "./floor.js";
import { clock, day, today } from "./words.js";

/** @param {() => void} then */
function question(then) {
  ask("Clôturer la journée ?", (close) => [
    h("p", null, "Une étiquette sort, avec le sceau du registre. Gardez-la au classeur."),
    h("div.actions", null, button("Clôturer", () => { close(); void closeDay(then); }, { class: "primary", id: "close-day-yes" }), button("Pas encore", close)),
  ]);
}

/** @param {() => void} then */
async function closeDay(then) {
  try {
    const answer = await post("/api/v1/closings", {});
    notice(answer.label ? `Journée close. Étiquette demandée à ${answer.label.printer} : voyez si elle sort.` : "Journée close. Imprimez la page.", "ok");
    then();
  } catch (error) {
    complain(error);
  }
}

/** @param {any} one */
const line = (one) => h("div.row", { "data-closing": one.id }, h("div", null, h("b", null, `${day(one.date)}, ${clock(one.at)}`), h("small", null, `${one.received} reçues, ${one.gone} parties, ${one.in_stock} en stock`)), h("a.button.end", { href: `/api/v1/closings/${encodeURIComponent(one.id)}.pdf`, target: "_blank", rel: "noopener" }, icon("file-pdf"), "Étiquette"));

/** @param {any[]} closings newest first @param {() => void} then */
export function closingCard(closings, then) {
  const done = closings[0]?.date === today();
  return h("section.card", null, h("div.headline", null, h("h2", null, "Clôture du jour"), done ? h("span.pill.ok", null, "faite") : null, h("span.push", null, button("Clôturer la journée", () => question(then), { icon: "lock", id: "close-day" }))), closings.slice(0, 3).map(line));
}
