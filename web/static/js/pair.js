// Pair this tablet to its post: the code came with the QR's link, or six digits are typed.
import { CallError, post } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { complain, header, notice, showLink } from "./floor.js";

const DIGITS = 6;
const main = by("main");
const code = location.hash.slice(1);
history.replaceState(null, "", location.pathname); // the code is good once, and stays in no history

/** @param {string} given */
async function redeem(given) {
  try {
    const { device } = await post("/api/v1/pairings/redeem", { code: given });
    fill(main, h("section.card.stack.middle", { id: "paired" }, icon("check-fat", "huge"), h("h2", null, `${device.name} est relié au poste ${device.post}.`), h("a.button.primary", { href: "/login" }, "Commencer")));
  } catch (error) {
    if (error instanceof CallError && error.status === 404) notice("Ce code n’est plus bon. Demandez-en un autre.", "stop");
    else complain(error);
    drawTyping();
  }
}

function drawTyping() {
  const field = /** @type {HTMLInputElement} */ (h("input.digits", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: String(DIGITS + 1), "aria-label": "Six chiffres", id: "code" }));
  const go = () => void redeem(field.value.replace(/\s/g, ""));
  const form = h("form.stack.middle", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); go(); } }, field, button("Relier", go, { class: "primary", id: "redeem" }));
  fill(main, h("section.card.stack.middle", null, h("img.step", { src: "/static/own/enrol/scan.svg", alt: "" }), h("h2", null, "Relier cet appareil"), h("p", null, "Visez le QR de l’écran de la coordination, ou tapez ses six chiffres."), form));
  field.focus();
}

header();
showLink(true);
if (code) fill(main, h("section.card.stack.middle", null, h("img.step", { src: "/static/own/enrol/scan.svg", alt: "" }), h("h2", null, "Relier cet appareil à la station ?"), button("Relier cet appareil", () => void redeem(code), { class: "primary", id: "redeem" })));
else drawTyping();
