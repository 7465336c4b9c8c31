// The foot of a handheld's and of a driver's screen, and how both call a round.
import { button, by, icon, refill } from "./dom.js";
import { OLD_MS } from "./snapshots.js";
import { say } from "./words.js";

/** @param {any} round */
export const nameOf = (round) => (/tourn/i.test(round.name) ? round.name : say("round_named", { name: round.name }));

/**
 * The foot: whether a scan is heard, how old the list is, what waits, what is missing.
 * @param {{ready: boolean, age_ms: number | null | undefined, pending: number, rejected: number, onRejected: () => void}} state
 */
export function drawFoot({ ready, age_ms, pending, rejected, onRejected }) {
  refill(by("ready"), ready, () => [icon("barcode"), say(ready ? "hand_ready" : "hand_not_ready")]);
  by("ready").className = ready ? "glow" : "late";
  const minutes = typeof age_ms === "number" ? Math.floor(age_ms / 60_000) : null;
  const old = age_ms === null || (age_ms ?? 0) >= OLD_MS;
  refill(by("age"), [minutes, old], () => age_ms === undefined ? [] : [icon("clock"), minutes === null ? say("hand_no_list") : minutes < 1 ? say("hand_list_new") : say("hand_list_age", { n: minutes })]);
  by("age").className = old ? "late" : "";
  refill(by("waiting"), [pending, rejected], () => [
    rejected ? button(say("hand_rejected", { n: rejected }), onRejected, { class: "danger" }) : null,
    icon(pending ? "arrow-clockwise" : "check"), pending ? say("hand_pending", { n: pending }) : say("hand_sent")]);
  by("waiting").className = rejected ? "bad" : pending ? "late" : "";
  by("waiting").dataset.pending = String(pending);
}
