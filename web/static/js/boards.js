// Choose which round's board this wall shows.
import { roundName } from "./board_view.js";
import { roundsNow } from "./catalogue.js";
import { by, fill, food, h } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { clock, outOf, say } from "./words.js";

header();
roundsNow().then((rounds) => {
  showLink(true);
  fill(by("main"), rounds.length ? null : h("p.question", null, say("board_none")),
    h("div.tiles.big", null, rounds.map((one) => h("a.tile", { href: `/board/${encodeURIComponent(one.id)}` }, food("tournee"), h("span", null, roundName(one)),
      h("small", null, `${clock(one.depart_at)} · ${outOf(one.loaded, one.expected)}${one.state === "departed" ? ` · ${say("departed")}` : ""}`)))));
}).catch(complain);
