// A number pad for gloves. It only collects digits; the page says what they mean.
import { button, h, icon } from "./dom.js";
import { say } from "./words.js";

/**
 * @param {{show: (digits: string) => string, onOk: (digits: string) => void, most?: number, sign?: boolean, start?: string, okText?: string, allowEmpty?: boolean}} options
 */
export function keypad({ show, onOk, most = 4, sign = false, start = "", okText, allowEmpty = false }) {
  let digits = start;
  const whole = /\d/.test(start); // a minus alone waits for its digits
  let fresh = whole;
  const entry = h("output.entry", { "aria-live": "polite" }, show(digits));
  const ok = button(okText ?? say("ok"), () => onOk(digits), { class: "go" });

  /** @param {string} next */
  function set(next) {
    digits = next;
    fresh = false;
    entry.textContent = show(digits);
    ok.toggleAttribute("disabled", !allowEmpty && digits.replace("-", "") === "");
  }
  /** @param {string} digit */
  function type(digit) {
    const kept = fresh ? "" : digits;
    if (kept.replace("-", "").length < most) set(kept + digit);
  }
  const key = (/** @type {string} */ digit) => h("button.button", { type: "button", onclick: () => type(digit) }, digit);
  const erase = h("button.button", { type: "button", "aria-label": say("erase"), onclick: () => set(digits.slice(0, -1)) }, icon("backspace"));
  const minus = h("button.button", { type: "button", "aria-label": say("minus"), onclick: () => set(digits.startsWith("-") ? digits.slice(1) : "-" + digits) }, "−");
  const last = sign ? [minus, key("0"), erase] : [h("span"), key("0"), erase];
  const pad = h("div.pad", null, ...["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(key), ...last);
  set(digits);
  fresh = whole;
  return { entry, pad, ok, digits: () => digits, set };
}

/** The pad of a temperature in tenths of a degree; what is frozen begins below zero. @param {string | undefined} kind the temperature class @param {(tenths: number) => void} onOk */
export const celsiusPad = (kind, onOk) => keypad({ show: tenthsText, most: 3, sign: true, start: kind === "surgele" ? "-" : "", onOk: (digits) => onOk(Number(digits)) });

/** "−12" typed as tenths: "18" → "1,8 °C". @param {string} digits */
function tenthsText(digits) {
  if (!digits.replace("-", "")) return "—,— °C";
  const negative = digits.startsWith("-");
  const size = digits.replace("-", "").padStart(2, "0");
  return `${negative ? "−" : ""}${Number(size.slice(0, -1))},${size.at(-1)} °C`;
}
