// Speak a fixed phrase of the screens in the page's language, after its sound. Says nothing that is not on the screen.
import { language } from "./words.js";

const OFF = "voice";
/** What waits to be spoken, first one first. @type {string[]} */
let waiting = [];
/** @type {HTMLAudioElement | null} */
let speaking = null;
/** @type {Promise<string[]> | null} */
let keys = null;

/** Which phrases there are, asked once; none without a network. @returns {Promise<string[]>} */
function known() {
  keys ??= fetch("/static/voice/keys.json").then((answer) => answer.json()).then((all) => all[language] ?? [], () => ((keys = null), []));
  return keys;
}

/** True unless this device was told to be silent. */
export const voiceIsOn = () => localStorage.getItem(OFF) !== "off";

/** @param {boolean} on */
export function setVoice(on) {
  localStorage.setItem(OFF, on ? "on" : "off");
  if (!on) hush();
}

/** Stop speaking. */
export function hush() {
  waiting = [];
  speaking?.pause();
  speaking = null;
}

/**
 * Speak these phrases one after the other, those that exist; what was being said stops.
 * @param {string[]} names @param {number} [after_ms] the length of the sound before
 */
export async function speak(names, after_ms = 0) {
  hush();
  if (!voiceIsOn() || !navigator.userActivation?.hasBeenActive) return;
  const mine = (waiting = [...names]);
  const there = await known();
  await new Promise((resolve) => setTimeout(resolve, after_ms));
  if (mine !== waiting) return; // something newer is being said
  waiting = mine.filter((name) => there.includes(name));
  next();
}

function next() {
  const name = waiting.shift();
  if (!name) return;
  speaking = new Audio(`/static/voice/${language}/${name}.opus`);
  speaking.onended = next;
  speaking.play().catch(hush); // a browser that plays no sound yet, or no Opus
}
