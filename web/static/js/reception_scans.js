// What a reader's scan changes at the reception: its context becomes the page's, its verdict is told.
import { complain } from "./floor.js";
import { contextsOf, forgetContext } from "./post.js";
import { taken } from "./reception_mentions.js";
import { play } from "./tones.js";
import { showVerdict } from "./verdict.js";
import { spoken } from "./words.js";

/** @param {any} page what is chosen, and the ways to change it */
export function readingScans(page) {
  const { chosen } = page;
  let turn = Promise.resolve();
  let reading = 0;

  /** What a reader has in hand becomes the page's. @param {any} context */
  async function take(context) {
    if (context.producer && context.producer !== chosen.producer) page.chooseProducer(context.producer);
    if (context.code && context.code !== chosen.code) await page.takeCode(context.code);
    else if (context.product && context.product !== chosen.product) page.chooseProduct(context.product);
    if (context.crate_type && context.crate_type !== chosen.crateType) page.chooseCrateType(context.crate_type);
  }

  /** Nobody knows what the code stands for: no load is taken before a person says, or scans again. @param {any} context @param {unknown} error */
  function notTaken(context, error) {
    forgetContext(context);
    page.choose({ at: "product" });
    play("wrong");
    complain(error);
  }

  return {
    /** True while what was scanned is looked up: a load that lies there is not taken for what was chosen before. */
    reading: () => reading > 0,
    /** A reader scanned a card, or a code: each is taken in hand in its turn. @param {any} event */
    onContext(event) {
      for (const context of contextsOf(event)) {
        reading += 1;
        turn = turn.then(() => take(context)).catch((error) => notTaken(context, error)).then(() => { reading -= 1; page.receiveIfReady(); });
      }
    },
    /** @param {any} answer */
    onVerdict(answer) {
      if (!["ok", "done"].includes(answer.verdict)) return showVerdict(answer);
      play("ok");
      if (answer.proposed) page.choose(taken(chosen, answer.proposed, page.product()));
      page.tell({ text: [spoken(answer.say), spoken(answer.next)].filter(Boolean).join(" "), kind: "ok" });
    },
  };
}
