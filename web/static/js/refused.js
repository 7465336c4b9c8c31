// Say a refused command at the foot of the page, with its sound and its voice. Decides nothing.
import { notice } from "./floor.js";
import { lengthMs, play } from "./tones.js";
import { spokenNames } from "./verdict.js";
import { speak } from "./voice.js";
import { refusalText } from "./words.js";

/** True for a refusal, which is said; an acceptance passes. @param {any} answer */
export function refused(answer) {
  if (answer.outcome !== "refused") return false;
  play("wrong");
  void speak(spokenNames({ verdict: "refused", refusal: answer.refusal }), lengthMs("wrong"));
  notice(refusalText(answer.refusal), "stop");
  return true;
}
