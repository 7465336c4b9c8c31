// The end of a lone drop: closed once; then its receipt, asked for again as often as it did not come.
import { command, get } from "./api.js";
import { showPaper } from "./drop_paper.js";
import { forget } from "./drop_state.js";
import { receiptLacks, receiptView } from "./drop_views.js";
import { refused } from "./refused.js";
import { play } from "./tones.js";

/** @type {string | null} */
let closed = null;
/** @type {any} */
let receipt = null;

/** True once the drop is closed: no crate goes into it any more. */
export const over = () => closed !== null;

/** Close the drop, or read the receipt of the one that is closed. @param {string | undefined} open the intake that is still open */
export async function endDrop(open) {
  if (!closed && (!open || refused(await command("CloseIntake", { intake: open })))) return;
  closed ??= open ?? null;
  forget();
  receipt = await get(`drop-receipts/${encodeURIComponent(closed ?? "")}`);
  play("done");
}

/** @param {{busy: boolean}} state @param {any} actions */
export const endView = (state, actions) => (receipt ? receiptView(receipt, actions) : receiptLacks(state, actions));

/** What became of the receipt's paper. @param {any[]} labels */
export const endPaper = (labels) => receipt && showPaper(receipt, labels);
