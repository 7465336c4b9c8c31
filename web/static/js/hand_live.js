// What happens elsewhere, heard at once while there is a network: a blocked lot, a crate stopped at this dock.
// Judges nothing and keeps nothing: without the network the lists say the same, later.
import { sound } from "./alarms.js";
import { about } from "./catalogue.js";
import { notice } from "./floor.js";
import { stream } from "./stream.js";
import { play } from "./tones.js";
import { lookName, titleOf } from "./verdict.js";

const LATE_MS = 60_000; // an older scan was kept away from the network: its worker has seen the stop long since

/**
 * @param {{reader: () => string, lists: () => void}} hand `lists`: ask for them now, they lack what was blocked
 * @returns {(post: string) => void} listens at this post; at none when empty
 */
export function hearing({ reader, lists }) {
  let at = "";
  let close = () => {};

  /** Somebody else's scan at this post that was stopped. @param {any} answer */
  function verdict(answer) {
    const look = lookName(answer);
    const late = answer.scanned_at && Math.abs(Date.now() - Date.parse(answer.scanned_at)) > LATE_MS;
    if (answer.reader === reader() || late || !["wrong", "blocked"].includes(look)) return;
    play(look);
    const product = about("products", answer.crate?.contents?.[0]?.product);
    notice([titleOf(answer), product?.name, answer.crate?.id].filter(Boolean).join(" · "), "stop");
  }

  /** @param {any[]} blocked */
  function alarms(blocked) {
    sound(blocked);
    lists();
  }

  return (post) => {
    if (post === at) return;
    close();
    at = post;
    close = post ? stream(`/api/v1/posts/${encodeURIComponent(post)}/stream`, { alarms, verdict }) : () => {};
  };
}
