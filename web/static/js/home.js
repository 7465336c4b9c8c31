// The home page: the posts and pages this person may open, as big pictures.
import { get } from "./api.js";
import { by, fill, food, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";
import { say } from "./words.js";

const FLOOR = ["worker", "driver", "coordinator", "admin"];
const OFFICE = ["coordinator", "admin"];
const DRIVING = ["driver", ...OFFICE];
const READERS = [...OFFICE, "inspector"];
/** Pages of ways of working that this hub does not use. */
const absent = (document.body.dataset.absent ?? "").split(" ");
const POST_PAGES = { reception: ["/reception/", "package"], store: ["/store/", "porte"], dock: ["/dock/", "tournee"], shop: ["/shop/", "department-store"] };
const PAGES = [
  { href: "/board", name: "board", sign: "truck", roles: [...FLOOR, "inspector"] },
  { href: "/hand", name: "hand", sign: "scan", roles: FLOOR },
  { href: "/drive", name: "drive", sign: "steering-wheel", roles: DRIVING },
  { href: "/coordinator", name: "coordinator", sign: "list-checks", roles: OFFICE },
  { href: "/orders", name: "orders", sign: "shopping-cart", roles: OFFICE },
  { href: "/plan", name: "plan", sign: "path", roles: OFFICE },
  { href: "/records", name: "records", sign: "stack", roles: OFFICE },
  { href: "/import", name: "import", sign: "file-arrow-up", roles: OFFICE },
  { href: "/trace", name: "trace", sign: "magnifying-glass", roles: [...FLOOR, "inspector"] },
  { href: "/ledger", name: "ledger", sign: "clipboard-text", roles: READERS },
  { href: "/devices", name: "devices", sign: "plugs-connected", roles: READERS },
  { href: "/tablets", name: "tablets", sign: "keyboard", roles: READERS },
  { href: "/cards", name: "cards", sign: "identification-card", roles: OFFICE },
];

/** @param {string} href @param {Node} picture @param {string} title @param {string} [small] */
const link = (href, picture, title, small) => h("a.tile", { href }, picture, h("span", null, title), small ? h("small", null, small) : null);

/** Where a farm leaves its crates alone. @param {any} post */
const dropTile = (post) => (absent.includes("drop") ? [] : [link(`/drop/${encodeURIComponent(post.id)}`, food("caisse"), say("post_drop"), post.id)]);

/** @param {any} post @param {any} preparing the post where small orders are weighed @param {string} role */
function postTiles(post, preparing, role) {
  const [path, picture] = POST_PAGES[/** @type {keyof typeof POST_PAGES} */ (post.role)] ?? ["/start/", "package"];
  const tiles = absent.includes(post.role) ? [] : [link(`/start/${encodeURIComponent(post.id)}?next=${encodeURIComponent(path + post.id)}`, food(picture), say(`post_${post.role}`), post.id)];
  if (post.role === "store" && OFFICE.includes(role)) tiles.push(...dropTile(post));
  if (post.role === "store") tiles.push(link(`/stock/${encodeURIComponent(post.id)}`, food("caisse"), say("post_stock"), post.id));
  if (post.id === preparing?.id && !absent.includes("prepare")) tiles.push(link(`/prepare/${encodeURIComponent(post.id)}`, food("shopping-cart"), say("post_prepare"), post.id));
  if (post.role === "reception" && post.scale) tiles.push(link(`/tare/${encodeURIComponent(post.id)}`, food("package"), say("post_tare"), post.id));
  return tiles;
}

async function begin() {
  header();
  const [me, status] = await Promise.all([get("me"), get("status")]);
  showLink(true);
  const scales = status.posts.filter((/** @type {any} */ post) => post.scale);
  const preparing = scales.find((/** @type {any} */ post) => post.role === "store") ?? scales[0];
  const doors = status.posts.filter((/** @type {any} */ post) => post.role === "store");
  const posts = FLOOR.includes(me.role) ? status.posts.flatMap((/** @type {any} */ post) => postTiles(post, preparing, me.role)) : me.role === "producer" ? doors.flatMap(dropTile) : [];
  const pages = PAGES.filter((page) => page.roles.includes(me.role) && !absent.includes(page.name === "board" ? "boards" : page.name)).map((page) => link(page.href, icon(page.sign), say(`post_${page.name}`)));
  const bench = await fetch("/bench", { method: "HEAD" }).then((answer) => answer.ok, () => false);
  if (bench) pages.push(link("/bench", icon("flask"), say("post_bench")));
  fill(by("main"), h("p.lead", null, [say("home_hello", { name: me.name }), me.role === "producer" ? say("home_farm") : ""].join(" ")), h("div.tiles.posts", null, posts), h("div.tiles", null, pages));
}

begin().catch(complain);
