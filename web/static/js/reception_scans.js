// What a reader's scan changes at the reception: its context becomes the page's, its verdict is told.
import { complain } from "./floor.js";
import { contextsOf } from "./post.js";
import { taken } from "./reception_mentions.js";
import { play } from "./tones.js";
import { showVerdict } from "./verdict.js";
import { spoken } from "./words.js";

/** @param {any} page what is chosen, and the ways to change it */
export function readingScans(page) {
  const { chosen } = page;
  const typed = (/** @type {string | null} */ type) => { if (type && type !== chosen.crateType) page.chooseCrateType(type); };
  return {
    /** A reader scanned a card, or a code: what the code stands for is taken in hand at once, before a load could be taken for other goods. @param {any} event */
    onContext(event) {
      for (const context of contextsOf(event)) {
        if (context.producer && context.producer !== chosen.producer) page.chooseProducer(context.producer);
        if (context.code && context.code !== chosen.code) void page.takeCode(context.code).then(() => typed(context.crate_type)).catch(complain);
        else {
          if (context.product && context.product !== chosen.product) page.chooseProduct(context.product);
          typed(context.crate_type);
        }
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
