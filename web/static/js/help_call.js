// The call for help of this screen: what is said of it is what a person has done, and no more.
import { command, get } from "./api.js";
import { button, h, icon } from "./dom.js";
import { complain } from "./floor.js";
import { told as answered } from "./told.js";
import { say } from "./words.js";

const KEPT = "help-call";
const EVERY_MS = 3000;
const MAY_CALL = ["worker", "driver", "producer", "coordinator", "admin"];

/** @type {any} the call as the station knows it, "sending" before it does, or null */
let call = null;
let timer = 0;
/** Draws whoever shows the call. @type {() => void} */
let show = () => {};

/** What became of the call, in words. */
function state() {
  if (call === "sending") return ["clock", say("help_call_sending")];
  if (call.coming_at) return ["check-fat", say("help_call_coming", { name: call.coming_name || say("help_someone") })];
  if (call.seen_at) return ["eye", say("help_call_seen", { name: call.seen_name || say("help_someone") })];
  return ["check", say("help_call_sent")];
}

/** Put what is known of the call on the help button, and where it is open. */
function told() {
  const place = document.querySelector("#help span");
  const words = call ? state()[1] : say("help");
  if (place) place.textContent = words;
  document.getElementById("help")?.setAttribute("aria-label", words);
  document.getElementById("help")?.classList.toggle("calling", Boolean(call));
  show();
}

async function follow() {
  window.clearTimeout(timer);
  const id = sessionStorage.getItem(KEPT);
  if (!id) return;
  const known = await get(`helps/${encodeURIComponent(id)}`).catch((error) => (error?.status === 404 ? { state: "ended" } : null));
  if (known?.state === "ended") {
    sessionStorage.removeItem(KEPT);
    call = null;
  } else if (known) call = known;
  told();
  if (call) timer = window.setTimeout(() => void follow(), EVERY_MS);
}

async function ask() {
  call = "sending";
  told();
  try {
    const answer = await command("AskHelp", { screen: document.body.dataset.page ?? "" });
    if (answered(answer)) {
      sessionStorage.setItem(KEPT, answer.help);
      return follow();
    }
  } catch (error) {
    complain(error);
  }
  call = null; // nobody was called: what was said stands over the button
  told();
}

async function end() {
  await command("EndHelp", { help: call.id }).then((answer) => answered(answer), complain);
  await follow();
}

/** The part of the help that calls somebody; nothing for those who may not. @returns {HTMLElement[]} */
export function callPart() {
  if (!MAY_CALL.includes(document.body.dataset.role ?? "")) return [];
  const part = h("div.actions", { id: "call", role: "status", tabindex: "-1" });
  const draw = () => {
    if (!call) return part.replaceChildren(button(say("help_call"), () => void ask(), { icon: "bell", id: "call-help", class: "primary" }));
    const [sign, words] = state();
    return part.replaceChildren(h("p.said.ok", null, icon(sign), h("b", null, words)), ...(call === "sending" ? [] : [button(say("help_call_over"), () => void end(), { id: "call-over" })]));
  };
  show = () => {
    const held = part.contains(document.activeElement); // what is drawn anew must not lose the keyboard
    draw();
    if (held) (part.querySelector("button") ?? part).focus();
  };
  show();
  return [part];
}

/** Go on with a call that another page of this tab has made. */
export const resumeCall = () => follow();
