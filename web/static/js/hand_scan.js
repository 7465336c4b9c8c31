// What becomes of one scan on a handheld: judged by the lists it holds, kept on its disk, then shown.
// Sends nothing and draws nothing: whoever builds it says how to show an answer and when to send.
import { newId } from "./api.js";
import { apply } from "./effects.js";
import { cardOf, judge } from "./judge.js";
import { localDay } from "./words.js";

const RETURNED = "revenue au hangar"; // kept in the ledger, which is French
export const ASK_FIRST_MS = 2000; // a code that no list has is looked up once more before it is judged

/**
 * @param {{box: Awaited<ReturnType<typeof import("./outbox.js").openBox>>, snapshots: ReturnType<typeof import("./snapshots.js").snapshotsOf>,
 *   table: any, hand: {post: string, role: string, place: string, operator: string}, reader: () => string, online: () => boolean, taking: () => "" | "unload" | "return",
 *   lists: () => {post: string, judging: string}, onCard: (card: {kind: string, thing: any}) => Promise<void>, onKept: (answer: any) => void,
 *   onPutDown: () => void, notKept: (error: unknown) => void}} how `onPutDown`: that a stopped crate was put down is kept
 */
export function scanner({ box, snapshots, table, hand, reader, online, taking, lists, onCard, onKept, onPutDown, notKept }) {
  /** @param {string} text */
  async function judged(text) {
    const path = lists().judging;
    const snapshot = await snapshots.stored(path);
    const zone = snapshot?.zones?.find((/** @type {any} */ one) => one.code === hand.place);
    const place = hand.role === "dock" ? (hand.place ? snapshot?.round : null) : zone;
    const here = localDay(snapshots.instant(path).toISOString());
    const today = snapshot && snapshot.today > here ? snapshot.today : here;
    return judge(table, { role: taking() || hand.role, snapshot: snapshot ?? { crates: [], stops: [] }, place, today }, text);
  }

  /** Keep first, show then, send last. @param {string} text @param {any} answer */
  async function keep(text, answer) {
    const id = newId();
    if (taking()) return keepCommand(id, answer);
    const context = hand.place ? { [hand.role === "dock" ? "round" : "zone"]: hand.place } : {};
    await box.add({
      id, path: `/api/v1/posts/${encodeURIComponent(hand.post)}/scans`, effect: answer.effect,
      body: { command_id: id, data: text, ...byHand(answer), context },
    });
    apply(await snapshots.stored(lists().judging), answer.effect);
  }

  /** Who did it, when, and how this device judged it. @param {any} answer */
  const byHand = (answer) => ({
    reader: reader(), operator: hand.operator || null, at: new Date().toISOString(),
    judged: { verdict: answer.verdict, snapshot: snapshots.facts(lists().judging)?.etag ?? null },
  });

  /** A crate that left the van, or came back; one that was refused stays where it is. @param {string} id @param {any} answer */
  async function keepCommand(id, answer) {
    if (!answer.effect) return;
    const unload = taking() === "unload";
    const data = { crate: answer.crate.id, ...(unload ? { round: hand.place } : { reason: RETURNED }) };
    await box.add({
      id, path: "/api/v1/commands", effect: answer.effect,
      body: { command_id: id, type: unload ? "UnloadCrate" : "ReturnCrate", data, post: hand.post, ...byHand(answer) },
    });
    apply(await snapshots.stored(lists().judging), answer.effect);
  }

  /** A stopped crate was put down in quarantine: hands have done it. @param {any} crate */
  async function setAside(crate) {
    const id = newId();
    await box.add({ id, path: "/api/v1/commands", effect: null, body: { command_id: id, type: "SetAside", data: { crate: crate.id }, post: hand.post, ...byHand({ verdict: "ok" }) } });
  }

  document.addEventListener("put-down", (event) => void setAside(/** @type {CustomEvent} */ (event).detail).then(onPutDown, notKept));

  /** Take one scan; comes true once its answer is kept and shown. @param {string} text */
  return async function scan(text) {
    const card = cardOf(await snapshots.stored(lists().post), text);
    if (card) return onCard(card);
    let answer = await judged(text);
    if (!answer.crate && answer.verdict !== "not_ours" && online()) {
      await snapshots.refresh(lists().judging, ASK_FIRST_MS).catch(() => null);
      answer = await judged(text);
    }
    await keep(text, answer);
    onKept(answer);
  };
}
