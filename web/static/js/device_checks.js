// What is known of a device beside its state: its verification, its last self-test, labels that wait for it.
import { command } from "./api.js";
import { button, h } from "./dom.js";
import { ask, complain } from "./floor.js";
import { told } from "./told.js";
import { day, localDay, spoken } from "./words.js";

const RESULTS = { ok: ["ok", "bon"], failed: ["bad", "raté"], skipped: ["wait", "pas essayé"] };
const MOVERS = ["worker", "coordinator", "admin"];

/** A lapsing verification and the last self-test, where there are any. @param {any} device */
export function checks(device) {
  const lapse = device.verification?.say;
  const test = device.self_test;
  const [look, word] = test ? RESULTS[/** @type {keyof typeof RESULTS} */ (test.result)] : ["", ""];
  if (!lapse && !test) return null;
  return h("div.stack", null,
    lapse ? h("p", null, h("span.pill.wraps", { class: device.verification.state === "past" ? "bad" : "wait", "data-lapse": device.verification.state }, spoken(lapse))) : null,
    test ? h("p.row", { "data-self-test": test.result }, h("span", null, `Essai du ${day(localDay(test.at))}`, h("small", null, test.detail)), h("span.pill.end", { class: look }, word)) : null);
}

/** Labels that wait for a printer that is down, and the way to another one. @param {any} device @param {any[]} devices all of them @param {() => void} moved */
export function waiting(device, devices, moved) {
  if (device.kind !== "printer" || !device.labels_waiting) return null;
  const many = device.labels_waiting > 1;
  const text = `${device.labels_waiting} ${many ? "étiquettes attendent" : "étiquette attend"}`;
  const down = device.state === "offline" || device.state === "fault";
  const others = devices.filter((one) => one.kind === "printer" && one.id !== device.id && one.state === "online");
  const mayMove = down && others.length && MOVERS.includes(document.body.dataset.role ?? "");
  return h("div.row", { "data-waiting": device.labels_waiting }, h("b", null, text), mayMove ? button("Imprimer ailleurs", () => where(device.id, others, moved), { class: "end", id: `move-${device.id}` }) : null);
}

/** Ask which printer takes them: what is in there may be another size. @param {string} printer @param {any[]} others @param {() => void} moved */
function where(printer, others, moved) {
  ask("Sur quelle imprimante ?", (close) => [
    h("div.actions", null,
      others.map((one) => button(one.id, () => { close(); void move(printer, one.id, moved); }, { class: "primary", icon: "printer" })),
      button("Annuler", close)),
  ]);
}

/** @param {string} printer @param {string} to @param {() => void} moved */
async function move(printer, to, moved) {
  try {
    const answer = await command("MoveQueue", { printer, to });
    told(answer, `Les étiquettes attendent maintenant ${to}.`);
    moved();
  } catch (error) {
    complain(error);
  }
}
