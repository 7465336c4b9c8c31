// What every floor screen does: the header's signs, notices, questions, what an earlier page left to say.
import { post as postOnce, resume } from "./api.js";
import { by, fill, h, icon, refill } from "./dom.js";
import { failureText, say } from "./words.js";

const NOTICE_MS = 6000;

export const post = document.body.dataset.post ?? "";
let noticeTimer = 0;

/** Say one sentence at the bottom. @param {string} text @param {"ok" | "stop" | "wait"} [kind] */
export function notice(text, kind = "wait") {
  const place = by("notice");
  const sign = { ok: "check-fat", stop: "warning", wait: "clock" }[kind];
  fill(place, h("p.said", { class: kind }, icon(sign), h("span", null, text)));
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => fill(place), NOTICE_MS);
}

/** Say what went wrong with a call. @param {unknown} error */
export const complain = (error) => notice(failureText(error), "stop");

/** What is wrong at this post for as long as it is, in a line under the page; null takes it away. @param {string} sign @param {string | null} text */
export function strip(sign, text) {
  refill(by("strip"), [sign, text], () => [text ? h("p.said.stop", null, icon(sign), h("span", null, text)) : null]);
}

/** @param {boolean} online */
export function showLink(online) {
  const link = by("link");
  if (link.dataset.online === String(online)) return; // said every second: what stands is not drawn anew
  link.dataset.online = String(online);
  link.classList.toggle("lost", !online);
  link.textContent = say(online ? "floor_online" : "floor_offline");
  document.body.classList.toggle("offline", !online);
}

/** Ask a question over the page. @param {string} question @param {(close: () => void) => Node[]} answers */
export function ask(question, answers) {
  fill(by("notice")); // an older sentence must not hide the question
  const before = document.activeElement;
  const overlay = h("div.ask", { role: "dialog", "aria-modal": "true", "aria-label": question, onkeydown: (/** @type {any} */ event) => { if (event.key === "Escape") close(); } });
  const close = () => { overlay.remove(); if (before instanceof HTMLElement) before.focus(); };
  overlay.append(h("div", null, h("p.question", null, question), ...answers(close)));
  document.body.append(overlay);
  overlay.querySelector("button")?.focus();
  return close;
}

/** Log this person out, then go to a page. Who is not known to be out is told, and stays. @param {string} [next] */
export async function leave(next = "/login") {
  try {
    await postOnce("/api/v1/logout", {});
    location.assign(next);
  } catch {
    notice(say("log_out_failed"), "stop");
  }
}

/** An answer that the page before did not live to see: what is not good is said. @param {any} answer of a command, or of a scan */
function late(answer) {
  if (!answer.verdict) void import("./told.js").then(({ told }) => told(answer)).catch(complain);
  else if (answer.verdict !== "ok") void import("./verdict.js").then(async ({ loadVerdicts, showVerdict }) => { await loadVerdicts(); showVerdict(answer); }).catch(complain);
}

/** Wire the parts of the header; every floor page calls this once. */
export function header() {
  document.getElementById("leave")?.addEventListener("click", () => void leave());
  document.getElementById("help")?.addEventListener("click", () => void import("./help.js").then(({ showHelp }) => showHelp(ask)).catch(complain));
  document.addEventListener("outbox", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.waiting) notice(say("retrying"));
  });
  void resume(late, complain);
  if (sessionStorage.getItem("help-call")) void import("./help_call.js").then(({ resumeCall }) => resumeCall()).catch(complain);
  const office = document.body.classList.contains("office") && ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
  if (office) void import("./calls.js").then(({ watchCalls }) => watchCalls(ask));
}
