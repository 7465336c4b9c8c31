// What a reader's scan changes at the reception: its context becomes the page's, its verdict is told.
import { complain, contextsOf } from "./floor.js";
import { taken } from "./reception_mentions.js";
import { play } from "./tones.js";
import { showVerdict } from "./verdict.js";
import { spoken } from "./words.js";

/** @param {any} page what is chosen, and the ways to change it */
export function readingScans(page) {
  const { chosen } = page;
  return {
    /** A reader scanned a card. @param {any} event */
    onContext(event) {
      for (const context of contextsOf(event)) {
        if (context.producer && context.producer !== chosen.producer) page.chooseProducer(context.producer);
        if (context.product && context.product !== chosen.product) page.chooseProduct(context.product);
        if (context.code && context.code !== chosen.code) void page.takeCode(context.code).catch(complain);
        if (context.crate_type && context.crate_type !== chosen.crateType) page.chooseCrateType(context.crate_type);
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
