// Log in: a badge is scanned, or a name is touched and a PIN typed. Remembers who was here, never a PIN.
// A device that is not paired gets no names: a person types their own identifier there.
import { post } from "./api.js";
import { button, by, fill, h, icon, tile } from "./dom.js";
import { ask, notice, showLink } from "./floor.js";
import { showHelp } from "./help.js";
import { keypad } from "./keypad.js";
import { lengthMs, play } from "./tones.js";
import { speak } from "./voice.js";
import { listen } from "./wedge.js";
import { failureText, language, say } from "./words.js";

const SEEN = "people";
const SEEN_MOST = 6;
const SHOWN = 12;
const LONGEST_PIN = 12;
const HELLO_MS = 700;
const main = by("main");
/** @type {{code: string, name: string, role?: string, card?: string, pin?: string}[]} */
const known = JSON.parse(by("people").textContent ?? "[]");
/** Who was here last, newest first: at this post for a paired device, else in this browser. @type {string[]} */
const seen = [...new Set([...JSON.parse(by("last-people").textContent ?? "[]"), ...JSON.parse(localStorage.getItem(SEEN) ?? "[]")])].slice(0, SEEN_MOST);

/** Where a page of this station is, "/" for what leads elsewhere. @param {string} next */
function inside(next) {
  try {
    const there = new URL(next, location.origin);
    return there.origin === location.origin ? there.href : "/";
  } catch {
    return "/";
  }
}

/** @param {Record<string, string>} who */
async function logIn(who) {
  try {
    const answer = await post("/api/v1/login", who);
    const code = who.operator ?? known.find((one) => one.name === answer.name)?.code;
    if (code) localStorage.setItem(SEEN, JSON.stringify([code, ...seen.filter((one) => one !== code)].slice(0, SEEN_MOST)));
    play("ok");
    void speak(["hello"], lengthMs("ok"));
    notice(say("login_hello", { name: answer.name }), "ok");
    const next = new URLSearchParams(location.search).get("next") ?? "/";
    window.setTimeout(() => location.assign(inside(next)), HELLO_MS);
  } catch (error) {
    play("wrong");
    void speak(["login_wrong"], lengthMs("wrong"));
    notice(error instanceof Error && "status" in error && error.status === 401 ? say("login_wrong") : failureText(error), "stop");
    drawPin(chosen);
  }
}

/** @type {{code: string, name: string} | null} */
let chosen = null;
/** The identifier as it was typed: a wrong PIN does not take it away. */
let typed = "";
const pinBox = h("section.pinbox");

/** @param {{code: string, name: string} | null} who */
function drawPin(who) {
  chosen = who;
  const field = /** @type {HTMLInputElement} */ (h("input", { type: "text", autocomplete: "off", autocapitalize: "none", placeholder: say("login_operator"), "aria-label": say("login_operator"), value: typed, oninput: () => { typed = field.value; } }));
  const pad = keypad({ show: (digits) => "•".repeat(digits.length) || " ", most: LONGEST_PIN, onOk: (pin) => void logIn({ operator: who?.code ?? field.value.trim(), pin }) });
  fill(pinBox, who ? h("p.question", null, who.name) : field, h("p.lead", null, say("login_pin")), pad.entry, pad.pad, pad.ok);
}

/** @param {any} person */
function personTile(person) {
  const small = person.pin ? `${person.role ? say(`role_${person.role}`) : ""}\nPIN ${person.pin}` : "";
  return tile({ picture: icon("identification-badge"), title: person.name, small, onclick: () => (person.card ? void logIn({ badge: person.card }) : drawPin(person)) });
}

/** @type {{code: string, name: string}[]} */
const languages = JSON.parse(by("languages").textContent ?? "[]");
const YEAR_S = 31536000;

/** The language of this device until somebody logs in, whose own one it is then. @param {string} code */
function readIn(code) {
  document.cookie = `hangar_language=${code};path=/;max-age=${YEAR_S};samesite=lax`;
  location.reload();
}

/** Every language by its own name, which its readers know in any page. */
function askLanguage() {
  ask(say("language_ask"), (close) => [
    h("div.tiles", null, languages.map(({ code, name }) => h("button.tile.language", { type: "button", lang: code, "aria-pressed": String(code === language), onclick: () => readIn(code) }, name))),
    button(say("close"), close)]);
}

function begin() {
  const rank = (/** @type {any} */ person) => (seen.includes(person.code) ? seen.indexOf(person.code) : SEEN_MOST);
  const people = [...known].sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
  const demonstration = known.some((person) => person.pin);
  fill(main, h("div.login", null,
    h("section.badgebox", null, icon("identification-badge", "huge"), h("p.question", null, say("login_title")),
      h("p.lead", null, say(demonstration ? "login_demo" : people.length ? "login_or_pin" : "login_or_code")),
      h("div.people", null, people.map(personTile)),
      chosen ? button(say("login_other"), () => drawPin(null)) : null),
    pinBox));
  drawPin(null);
  by("help").addEventListener("click", () => showHelp(ask));
  document.getElementById("languages-ask")?.addEventListener("click", askLanguage);
  listen((code) => void logIn({ badge: code }));
  fetch("/healthz").then((answer) => showLink(answer.ok), () => showLink(false));
}

begin();
