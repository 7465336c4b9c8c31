// Hear a scanner that types like a keyboard, anywhere in the page, whatever the host's layout.
// A code is known by its grammar and check character, never by the speed of the keys.
import { checkDigitHolds, isOwnCode, undoubled } from "./codes.js";

const SILENCE_MS = 1200;
const NO_SUFFIX_MS = 300;
const ONE_READ_MS = 300; // two reads of one pull of the trigger; nobody scans a crate again so fast
const LONGEST = 400;
const GROUP = "\u001d";
const GROUP_WRITTEN = /\{GS\}|<GS>|\^\]|[~|\u241d]/g; // what readers send in its place when so set up

/**
 * What a run of characters is, or null when no grammar takes it.
 * @param {string} text
 * @param {boolean} [trade] take trade barcodes too, which a person could also type as a number
 */
export function recognise(text, trade = false) {
  const { code } = undoubled(text.trim());
  const bare = code.replace(/^\][A-Za-z][0-9]/, "");
  if (isOwnCode(bare.toUpperCase())) return bare.toUpperCase();
  if (/^00\d{18}/.test(bare) && checkDigitHolds(bare.slice(2, 20))) return code.replace(GROUP_WRITTEN, GROUP);
  if (/^\d{18}$/.test(bare) && checkDigitHolds(bare)) return code;
  if (/^https?:\/\/\S+\/(00|01|414)\/\d+/.test(bare)) return code;
  if (trade && /^(\d{8}|\d{12,14})$/.test(bare) && checkDigitHolds(bare)) return code;
  return null;
}

/** The key as a US keyboard would print it. @param {KeyboardEvent} event */
function physical(event) {
  const { code, shiftKey } = event;
  if (/^Key[A-Z]$/.test(code)) return shiftKey ? code[3] : code[3].toLowerCase();
  if (/^(Digit|Numpad)[0-9]$/.test(code)) return code.at(-1) ?? "";
  /** @type {Record<string, string>} */
  const signs = { BracketLeft: "[", BracketRight: "]", Slash: "/", Period: ".", Minus: "-", Semicolon: shiftKey ? ":" : ";" };
  return signs[code] ?? "";
}

/** @param {KeyboardEvent} event */
const isGroupSeparator = (event) => event.key === GROUP || (event.ctrlKey && (event.key === "]" || event.code === "BracketRight"));

/**
 * Call back with each code heard. Enter or Tab ends a code; a valid one also ends by silence.
 * @param {(code: string) => void} onCode
 * @param {{field?: HTMLInputElement | null, onDoubled?: (code: string) => void}} [how] `field`: where
 *   readers commit whole codes as text (Android input methods); nothing typed there is for a person
 */
export function listen(onCode, { field = null, onDoubled = () => {} } = {}) {
  let printed = "";
  let pressed = "";
  let last = 0;
  let timer = 0;
  let taken = { code: "", at: -Infinity };

  /** @param {EventTarget | null} target a field that a person writes into */
  const isTyping = (target) => target !== field && (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement);
  const heard = () => [printed, pressed, field?.value ?? ""];
  const read = (trade = false) => heard().map((text) => recognise(text, trade)).find(Boolean) ?? null;
  const clear = () => void ((printed = ""), (pressed = ""));

  /** @param {string} code @param {EventTarget | null} target @param {number} at */
  function take(code, target, at) {
    const twice = heard().some((text) => undoubled(text.trim()).doubled) || (taken.code === code && at - taken.at < ONE_READ_MS);
    const again = taken.code === code && at - taken.at < ONE_READ_MS;
    clear();
    for (const written of [field, target]) if (written instanceof HTMLInputElement) written.value = "";
    taken = { code, at };
    if (twice) onDoubled(code);
    if (!again) onCode(code);
  }

  /** A valid code that nothing ends is taken when it goes quiet. @param {EventTarget | null} target @param {number} at */
  function waitForSilence(target, at) {
    window.clearTimeout(timer);
    if (read()) timer = window.setTimeout(() => { const code = read(); if (code) take(code, target, at); }, NO_SUFFIX_MS);
  }

  window.addEventListener("keydown", (event) => {
    window.clearTimeout(timer);
    if (event.timeStamp - last > SILENCE_MS || printed.length > LONGEST) clear();
    last = event.timeStamp;
    if (isGroupSeparator(event)) {
      event.preventDefault();
      printed += GROUP;
      pressed += GROUP;
    } else if (event.key === "Enter" || event.key === "Tab") {
      end(event);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      if (event.key === " " && printed) event.preventDefault(); // inside a code it presses no button
      printed += event.key;
      pressed += physical(event);
      waitForSilence(event.target, event.timeStamp);
    }
  }, { capture: true });

  // A reader that commits text sends no key that could be read.
  field?.addEventListener("input", (event) => {
    const said = event instanceof InputEvent ? event.data : null; // a field keeps no line end itself
    if (/[\r\n\t]$/.test(said || field.value)) return void ended(field, event.timeStamp, true);
    waitForSilence(field, event.timeStamp);
  });

  /** @param {EventTarget | null} target @param {number} at @param {boolean} trade @returns {boolean} whether there was a code */
  function ended(target, at, trade) {
    const longest = heard().map((text) => text.trim()).sort((a, b) => b.length - a.length)[0];
    const code = read(trade) ?? (trade && longest.length >= 6 ? longest : null);
    if (code) take(code, target, at);
    else clear();
    return Boolean(code);
  }

  /** @param {KeyboardEvent} event */
  function end(event) {
    const late = !printed && event.timeStamp - taken.at < SILENCE_MS; // the code went before its own suffix
    const before = taken.at;
    if (!ended(event.target, event.timeStamp, !isTyping(event.target)) && !(late && !isTyping(event.target) && before > 0)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
