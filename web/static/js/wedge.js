// Hear a scanner that types like a keyboard, anywhere in the page, whatever the host's layout.
// A code is known by its grammar and check character, never by the speed of the keys.

const SILENCE_MS = 1200;
const NO_SUFFIX_MS = 300;
const LONGEST = 400;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRTUVWXY";

/** @param {string} digits with their check digit last */
export function checkDigitHolds(digits) {
  let sum = 0;
  for (let i = digits.length - 2, weight = 3; i >= 0; i -= 1, weight = 4 - weight) sum += Number(digits[i]) * weight;
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/** The hub's own code: twelve characters, the last one a check. @param {string} code */
export function isOwnCode(code) {
  return /^[CKPRGTNVBXE][0-9A-HJKMNP-RT-Y]{11}$/.test(code) && [...code].every((c) => ALPHABET.includes(c)) && checkCharacterHolds(code);
}

/** Weights 12 to 1, the sum is 0 modulo 31; the same rule as labels/identity.py. @param {string} code */
function checkCharacterHolds(code) {
  return [...code].reduce((total, c, i) => total + ALPHABET.indexOf(c) * (12 - i), 0) % 31 === 0;
}

/**
 * What a run of characters is, or null when no grammar takes it.
 * @param {string} text
 * @param {boolean} [trade] take trade barcodes too, which a person could also type as a number
 */
export function recognise(text, trade = false) {
  const code = text.trim();
  const bare = code.replace(/^\][A-Za-z][0-9]/, "");
  if (isOwnCode(bare.toUpperCase())) return bare.toUpperCase();
  if (/^00\d{18}/.test(bare) && checkDigitHolds(bare.slice(2, 20))) return code;
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
const isGroupSeparator = (event) => event.key === "\u001d" || (event.ctrlKey && (event.key === "]" || event.code === "BracketRight"));

/** @param {EventTarget | null} target */
const isTyping = (target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Call back with each code heard. Enter or Tab ends a code; a valid one also ends by silence.
 * @param {(code: string) => void} onCode
 */
export function listen(onCode) {
  let printed = "";
  let pressed = "";
  let last = 0;
  let timer = 0;

  const read = (trade = false) => recognise(printed, trade) ?? recognise(pressed, trade);
  const clear = () => void ((printed = ""), (pressed = ""));

  /** @param {string} code @param {EventTarget | null} target */
  function take(code, target) {
    clear();
    if (target instanceof HTMLInputElement) target.value = "";
    onCode(code);
  }

  window.addEventListener("keydown", (event) => {
    window.clearTimeout(timer);
    if (event.timeStamp - last > SILENCE_MS || printed.length > LONGEST) clear();
    last = event.timeStamp;
    if (isGroupSeparator(event)) {
      event.preventDefault();
      printed += "\u001d";
      pressed += "\u001d";
    } else if (event.key === "Enter" || event.key === "Tab") {
      end(event);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      printed += event.key;
      pressed += physical(event);
      if (read()) timer = window.setTimeout(() => { const code = read(); if (code) take(code, event.target); }, NO_SUFFIX_MS);
    }
  }, { capture: true });

  /** @param {KeyboardEvent} event */
  function end(event) {
    const unreadable = !isTyping(event.target) && printed.trim().length >= 6 ? printed.trim() : null;
    const code = read(!isTyping(event.target)) ?? unreadable;
    if (!code) return clear();
    event.preventDefault();
    event.stopImmediatePropagation();
    take(code, event.target);
  }
}
