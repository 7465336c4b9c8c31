// « Aide »: the gesture of this screen in one sentence and its pictures. Calls nobody.
import { button, h, icon } from "./dom.js";
import { has, say } from "./words.js";

/** The pictures of each gesture, in the order of the hands. @type {Record<string, string[]>} */
const GESTURES = {
  login: ["identification-badge", "barcode"],
  home: ["hand-pointing"],
  start: ["eye", "play"],
  reception_producer: ["hand-pointing", "user"],
  reception_product: ["hand-pointing", "plant"],
  reception_crate: ["hand-pointing", "package"],
  reception_control: ["thermometer", "calendar"],
  reception_weigh: ["package", "scales", "tag", "barcode"],
  reception_count: ["stack", "printer", "tag", "barcode"],
  store: ["barcode", "door-open", "package"],
  prepare: ["barcode", "scales", "package"],
  dock: ["barcode", "truck"],
  shop: ["user", "barcode", "package"],
  board: ["arrow-down", "truck"],
  boards: ["hand-pointing", "truck"],
};

/** The words of this screen, of its step where it has steps. */
function gesture() {
  const { page = "", step = "" } = document.body.dataset;
  const key = step ? `${page}_${step}` : page;
  return has(`help_${key}`) ? key : page;
}

/** @param {(question: string, answers: (close: () => void) => Node[]) => unknown} ask */
export function showHelp(ask) {
  const key = gesture();
  const signs = (GESTURES[key] ?? []).flatMap((name, i) => (i ? [icon("arrow-right", "then"), icon(name)] : [icon(name)]));
  ask(has(`help_${key}`) ? say(`help_${key}`) : say("help"), (close) => [h("p.gesture", { "aria-hidden": "true" }, signs), button(say("close"), close, { class: "primary" })]);
}
