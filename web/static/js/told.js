// What the station answered to a command, in one line: done, or the refusal with its remedy.
import { notice } from "./floor.js";
import { spoken } from "./words.js";

/** @param {any} answer @param {string} done */
export function told(answer, done) {
  if (answer.outcome === "refused") notice([spoken(answer.refusal.say), spoken(answer.refusal.remedy)].filter(Boolean).join(" "), "stop");
  else notice(done, "ok");
}
