// « Aide »: the gesture of this screen in one sentence, spoken too, and its pictures; and a call for somebody.
import { button, h, icon } from "./dom.js";
import { callPart } from "./help_call.js";
import { setVoice, speak, voiceIsOn } from "./voice.js";
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
  drop: ["door-open", "barcode", "package", "check-fat"],
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

/** The switch of this device's voice. */
function voiceSwitch() {
  const toggle = h("button.button", { type: "button", id: "voice", onclick: () => { setVoice(!voiceIsOn()); draw(); } });
  const draw = () => { toggle.setAttribute("aria-pressed", String(voiceIsOn())); toggle.replaceChildren(icon(voiceIsOn() ? "speaker-high" : "prohibit"), h("span", null, say(voiceIsOn() ? "voice_on" : "voice_off"))); };
  draw();
  return toggle;
}

/** @param {(question: string, answers: (close: () => void) => Node[]) => unknown} ask */
export function showHelp(ask) {
  const key = `help_${gesture()}`;
  const signs = (GESTURES[gesture()] ?? []).flatMap((name, i) => (i ? [icon("arrow-right", "then"), icon(name)] : [icon(name)]));
  const listen = () => void speak([key]);
  listen();
  ask(has(key) ? say(key) : say("help"), (close) => [h("p.gesture", { "aria-hidden": "true" }, signs),
    h("div.actions", null, button(say("listen"), listen, { icon: "speaker-high", id: "listen" }), voiceSwitch()), ...callPart(), button(say("close"), close)]);
}
