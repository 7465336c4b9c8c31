// What the station answered to a command, in one line: done, or the refusal with its remedy. Decides nothing.
import { command } from "./api.js";
import { complain, notice } from "./floor.js";
import { refusalText } from "./words.js";

/** Say it; true for a command that was taken. @param {any} answer @param {string} [done] nothing is said of what shows by itself */
export function told(answer, done = "") {
  if (answer.outcome === "refused") notice(refusalText(answer.refusal), "stop");
  else if (done) notice(done, "ok");
  return answer.outcome !== "refused";
}

/**
 * Send a command and say what came of it; what was taken stays taken when the page cannot be read anew.
 * @param {string} type @param {any} data @param {string} done @param {() => Promise<unknown>} read
 */
export async function send(type, data, done, read) {
  try {
    const answer = await command(type, data);
    if (answer.outcome !== "refused") await read().catch(complain);
    return told(answer, done);
  } catch (error) {
    complain(error);
    return false;
  }
}
