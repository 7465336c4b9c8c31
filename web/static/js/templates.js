// Label templates of the hub: the text, its picture redrawn on change, its faults by line. What has a fault cannot be saved.
import { get, items, patiently } from "./api.js";
import { button, by, fill, h, icon, refill } from "./dom.js";
import { ask, complain, header, notice, showLink } from "./floor.js";

const REDRAW_MS = 500; // after the last key: the station draws one template at a time
const EVERY_MS = 15000;

/** @type {any} */
let open = null; // the template as the station has it
let judgedText = ""; // the text that the picture shows
let faultless = false;
let turn = 0; // answers that come late are about an older text

const chooser = h("div.acts", { id: "chooser" });
const about = h("div.headline");
const editor = /** @type {HTMLTextAreaElement} */ (h("textarea.source", { id: "source", spellcheck: "false", autocapitalize: "off", "aria-label": "Texte du modèle", disabled: true }));
const picture = /** @type {HTMLImageElement} */ (h("img.proofpage", { id: "picture", alt: "Aperçu de l’étiquette", hidden: true }));
const faults = h("div.stack", { id: "faults", "aria-live": "polite" });
const save = /** @type {HTMLButtonElement} */ (button("Enregistrer", () => void store(), { class: "primary", icon: "check", id: "save", disabled: true }));
const back = /** @type {HTMLButtonElement} */ (button("Revenir au modèle d’origine", () => confirmed("Revenir au modèle d’origine ?", "Revenir", () => void drop()), { icon: "arrow-counter-clockwise", id: "drop", disabled: true }));

const changed = () => open !== null && editor.value !== open.text;
const where = (/** @type {string} */ more = "") => `/api/v1/templates/${encodeURIComponent(open.name)}${more}`;

function buttons() {
  save.disabled = !(changed() && faultless && judgedText === editor.value);
  back.disabled = !(open?.own && open.shipped);
}

/** Put the cursor into a line. @param {number} line */
function goTo(line) {
  const lines = editor.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  editor.focus();
  editor.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  editor.scrollTop = Math.max(0, (line - 6) * (editor.scrollHeight / Math.max(1, lines.length)));
}

/** @param {any} fault */
const faultRow = (fault) => h("div.row.fault", { "data-line": fault.line }, icon("warning"), h("span", null, fault.fr), fault.line ? button(`Ligne ${fault.line}`, () => goTo(fault.line), { class: "end" }) : null);

/** @param {any} answer */
function show(answer) {
  faultless = answer.faults.length === 0;
  picture.classList.toggle("old", !answer.png); // what cannot be drawn leaves the last picture, pale
  if (answer.png) picture.src = `data:image/png;base64,${answer.png}`;
  if (answer.png) picture.hidden = false;
  const title = faultless ? h("span.pill.ok", { "data-verdict": "ok" }, "Tout se lit, tout tient") : h("span.pill.bad", { "data-verdict": "bad" }, `${answer.faults.length} à corriger`);
  refill(faults, answer.faults, () => [h("div", null, title), ...answer.faults.map(faultRow)]);
  buttons();
}

async function redraw() {
  turn += 1;
  const mine = turn;
  const text = editor.value;
  try {
    const answer = await patiently(where("/trial"), { text });
    showLink(true);
    if (mine !== turn) return;
    judgedText = text;
    show(answer);
  } catch (error) {
    if (mine === turn) complain(error);
  }
}

async function store() {
  try {
    await patiently(where(), { text: editor.value, was: open.hash });
    notice("Enregistré. La prochaine étiquette l’utilise.", "ok");
    await load(open.name);
  } catch (error) {
    complain(error);
  }
}

async function drop() {
  try {
    await patiently(where("/drop"), {});
    notice("Le modèle d’origine est de retour.", "ok");
    await load(open.name);
  } catch (error) {
    complain(error);
  }
}

/** Ask before something of the person's is left behind. @param {string} question @param {string} yes @param {() => void} then */
function confirmed(question, yes, then) {
  ask(question, (close) => [h("div.actions", null, button(yes, () => { close(); then(); }, { class: "primary" }), button("Rester", close))]);
}

/** @param {string} name */
function choose(name) {
  const go = () => void load(name).catch(complain);
  if (changed() && open.name !== name) confirmed("Votre texte n’est pas enregistré. Le quitter ?", "Quitter", go);
  else go();
}

/** @param {string} name */
async function load(name) {
  open = await get(`templates/${encodeURIComponent(name)}`);
  if (editor.value !== open.text) {
    editor.value = open.text;
    editor.setSelectionRange(0, 0);
    editor.scrollTop = 0;
  }
  editor.disabled = false;
  history.replaceState(null, "", `?name=${encodeURIComponent(name)}`);
  const whose = open.own ? h("span.pill.wait", null, "Le vôtre") : h("span.pill", null, "D’origine");
  const sheet = open.fault ? "" : `${open.width_mm} × ${open.height_mm} mm · ${open.use === "trade" ? "commerce" : "usage interne"}`;
  fill(about, h("h2", null, open.title), whose, h("span.muted", null, [sheet, open.printers.join(", ")].filter(Boolean).join(" · ")));
  await Promise.all([list(), redraw()]);
}

async function list() {
  const rows = await items("templates");
  showLink(true);
  refill(chooser, [rows, open?.name], () => rows.map((row) => { const one = button(row.name, () => choose(row.name), { class: row.name === open?.name ? "primary" : "" }); one.dataset.template = row.name; if (row.own) one.append(" ●"); return one; }));
  return rows;
}

let waiting = 0;
editor.addEventListener("input", () => {
  buttons();
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void redraw(), REDRAW_MS);
});
window.addEventListener("beforeunload", (event) => { if (changed()) event.preventDefault(); });

header();
fill(by("main"), chooser, about,
  h("div.columns", null,
    h("section.card.stack", null, h("div.actions", null, save, back), editor),
    h("section.card.stack", null, faults, picture)));
list().then((rows) => {
  const asked = new URLSearchParams(location.search).get("name");
  const first = rows.find((row) => row.name === asked) ?? rows.find((row) => row.printers.length) ?? rows[0];
  return load(first.name);
}).catch(complain);
window.setInterval(() => void list().catch(() => showLink(false)), EVERY_MS);
