// What the station could not read, shown to the driver: it comes with an answer, so there is a network.
import { button, h } from "./dom.js";
import { ask, complain } from "./floor.js";
import { say } from "./words.js";

/**
 * What the station could not read stays until somebody has seen it.
 * @param {Awaited<ReturnType<typeof import("./outbox.js").openBox>>} box @param {Awaited<ReturnType<typeof import("./drive_photos.js").photographs>>} photos @param {() => void} settled
 */
export async function askSeen(box, photos, settled) {
  const [bad, pictures] = [await box.rejected(), await photos.rejected()];
  const settle = () => Promise.all([box.drop(bad), photos.settle(pictures)]);
  ask(say("hand_rejected_ask"), (close) => [
    h("ul.list", null, [...bad, ...pictures].map((entry) => h("li.row", null, h("div", null, h("b", null, entry.body.type ?? say("drive_photo")), h("small", null, entry.answer?.detail ?? ""))))),
    button(say("hand_rejected_seen"), () => void settle().then(() => { settled(); close(); }).catch(complain)), button(say("cancel"), close)]);
}
