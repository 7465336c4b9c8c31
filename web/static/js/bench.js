// The demonstration's test bench: loads, faults, scans, and the labels that came out. Only in a demonstration.
import { get, items, post } from "./api.js";
import { by, button, fill, h, icon } from "./dom.js";
import { complain, header, notice, showLink } from "./floor.js";
import { weight } from "./words.js";

const PAPER_MS = 1500;
const LOADS_G = [0, 3240, 8460, 12340, 15780, 19960];
const SCALE_FAULTS = { off: "Éteinte", overload: "Trop lourd", underload: "Sous zéro", garbage: "Parasites" };
const PRINTER_FAULTS = { "paper-out": "Plus de papier", "cover-open": "Capot ouvert", off: "Éteinte", "half-job": "Coupée au milieu" };
const HEATS_TENTHS = [-180, 30, 60, 120];
const PROBE_FAULTS = { off: "Débranchée", garbage: "Parasites" };
const KINDS = { producers: "Producteurs", products: "Produits", "crate-types": "Caisses", zones: "Zones", rounds: "Tournées", customers: "Clients", operators: "Badges" };

/** @param {string} id @param {unknown} body */
const act = (id, body) => post(`/demo/devices/${encodeURIComponent(id)}`, body).then(() => showLink(true), complain);

/** One button of a group pressed at a time. @param {Record<string, string>} faults @param {string} id @param {string | null} [present] */
function faultButtons(faults, id, present = null) {
  const all = Object.entries(faults).map(([fault, text]) => {
    const one = button(text, () => {
      const on = one.getAttribute("aria-pressed") !== "true";
      all.forEach((other) => other.setAttribute("aria-pressed", "false"));
      one.setAttribute("aria-pressed", String(on));
      void act(id, { fault: on ? fault : null });
    });
    one.setAttribute("aria-pressed", String(fault === present));
    one.dataset.fault = fault;
    return one;
  });
  return h("div.acts", null, all);
}

/** @param {any} device @param {any} state what the simulated scale does now */
function scaleCard(device, state) {
  const plate = h("p.plate", null, "0,00 kg", h("small", null, "sur le plateau"));
  const slider = /** @type {HTMLInputElement} */ (h("input", { type: "range", min: 0, max: 60000, step: 20, value: 0, "aria-label": "Charge" }));
  /** @param {number} grams */
  function load(grams) {
    slider.value = String(grams);
    fill(plate, weight(grams, 2), h("small", null, "sur le plateau"));
    void act(device.id, { load_g: grams });
  }
  slider.addEventListener("change", () => load(Number(slider.value)));
  if (state.load_g) {
    slider.value = String(state.load_g);
    fill(plate, weight(state.load_g, 2), h("small", null, "sur le plateau"));
  }
  const moving = button("Bouge", () => {
    const on = moving.getAttribute("aria-pressed") !== "true";
    moving.setAttribute("aria-pressed", String(on));
    void act(device.id, { moving: on });
  });
  moving.setAttribute("aria-pressed", String(Boolean(state.moving)));
  return h("section.card.stack", { "data-device": device.id }, title("scales", device), plate, slider,
    h("div.acts", null, LOADS_G.map((grams) => button(grams ? weight(grams) : "Vide", () => load(grams)))), h("div.acts", null, moving), faultButtons(SCALE_FAULTS, device.id, state.fault));
}

/** @param {any} device @param {any} state what the simulated probe says now */
function thermometerCard(device, state) {
  const plate = h("p.plate");
  /** @param {number} tenths */
  const show = (tenths) => fill(plate, `${(tenths / 10).toLocaleString("fr-FR", { minimumFractionDigits: 1 })} °C`, h("small", null, "au froid"));
  show(state.celsius_tenths ?? 0);
  const heats = HEATS_TENTHS.map((tenths) => button(`${tenths / 10} °C`, () => { show(tenths); void act(device.id, { celsius_tenths: tenths }); }));
  return h("section.card.stack", { "data-device": device.id }, title("thermometer", device), plate, h("div.acts", null, heats), faultButtons(PROBE_FAULTS, device.id, state.fault));
}

/** @param {string} sign @param {any} device */
const title = (sign, device) => h("div.headline", null, icon(sign), h("h2", null, device.id), h("span.muted", null, [device.protocol, device.post].filter(Boolean).join(" · ")));

/** @param {any} device @param {any} state */
function printerCard(device, state) {
  const papers = h("div.papers", { "data-papers": device.id });
  void showPapers(device.id, papers);
  window.setInterval(() => void showPapers(device.id, papers), PAPER_MS);
  return h("section.card.stack", { "data-device": device.id }, title("printer", device), faultButtons(PRINTER_FAULTS, device.id, state.fault), papers);
}

/** @param {string} id @param {HTMLElement} place */
async function showPapers(id, place) {
  try {
    const answer = await (await fetch(`/demo/devices/${encodeURIComponent(id)}/labels`)).json();
    if (String(answer.items.length) === place.dataset.count) return;
    place.dataset.count = String(answer.items.length);
    const newest = [...answer.items].reverse().slice(0, 12);
    fill(place, ...(newest.length ? newest.map((label) => paper(label)) : [h("p.muted", null, "Aucune étiquette sortie.")]));
  } catch {
    showLink(false);
  }
}

/** @param {any} label */
function paper(label) {
  const crate = [...label.symbols].filter((one) => one.text).sort((a, b) => a.text.length - b.text.length)[0] ?? null;
  return h("figure.paper", null, h("a", { href: label.png, target: "_blank", rel: "noopener" }, h("img", { src: label.png, alt: `Étiquette ${label.n}`, loading: "lazy" })),
    crate ? button("Scanner", () => void scan(crate.text), { icon: "barcode" }) : h("span.muted", null, "illisible"), crate ? h("code", null, crate.text) : null);
}

/** @type {string} */
let reader = "";

/** @param {string} code */
function scan(code) {
  if (!reader) return complain(new Error("Aucun lecteur simulé."));
  return act(reader, { scan: code }).then(() => notice(`${reader} : ${code}`, "ok"));
}

/** @param {any[]} scanners */
function scannerCard(scanners) {
  reader = scanners[0]?.id ?? "";
  const choose = /** @type {HTMLSelectElement} */ (h("select", { "aria-label": "Lecteur", onchange: () => void (reader = choose.value) }, scanners.map((one) => h("option", { value: one.id }, `${one.id} (${one.post ?? "—"})`))));
  const field = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", placeholder: "Code à scanner", "aria-label": "Code à scanner" }));
  const list = h("div.scans");
  const tabs = Object.entries(KINDS).map(([kind, text]) => button(text, () => void showCards(kind, list, tabs)));
  tabs.forEach((tab, i) => (tab.dataset.kind = Object.keys(KINDS)[i]));
  void showCards("producers", list, tabs);
  return h("section.card.stack", { "data-device": "scanners" }, h("div.headline", null, icon("barcode"), h("h2", null, "Lecteurs"), choose),
    h("form.field", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void scan(field.value); } }, field, button("Scanner", () => void scan(field.value), { class: "primary" })),
    h("div.acts", null, tabs), list);
}

/** @param {string} kind @param {HTMLElement} place @param {HTMLElement[]} tabs */
async function showCards(kind, place, tabs) {
  tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.kind === kind)));
  const rows = await items(kind).catch(() => []);
  fill(place, ...rows.filter((row) => row.card).map((row) => button(row.name ?? row.round ?? row.code ?? row.id, () => void scan(row.card))));
}

async function begin() {
  header();
  const { devices } = await get("status");
  const simulated = await (await fetch("/demo/devices")).json();
  const stateOf = (/** @type {any} */ device) => simulated.items.find((/** @type {any} */ one) => one.id === device.id)?.state ?? {};
  showLink(true);
  const of = (/** @type {string} */ kind) => devices.filter((/** @type {any} */ one) => one.kind === kind);
  fill(by("main"), h("p.muted", null, "Ces appareils sont simulés : ils parlent les mêmes octets que les vrais. Ouvrez un poste dans un autre onglet, puis posez une charge ou scannez ici."),
    h("div.bench", null, ...of("scale").map((/** @type {any} */ one) => scaleCard(one, stateOf(one))), ...of("thermometer").map((/** @type {any} */ one) => thermometerCard(one, stateOf(one))), scannerCard(of("scanner"))), ...of("printer").map((/** @type {any} */ one) => printerCard(one, stateOf(one))));
}

begin().catch(complain);
