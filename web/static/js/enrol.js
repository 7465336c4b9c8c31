// Make this tablet trust the station: what to touch, in pictures, for Android, iPhone and Windows.
import { get } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { complain, header, showLink } from "./floor.js";

const DOWNLOAD = ["download", "Touchez « Télécharger ». Gardez le fichier."];
/** @type {Record<string, {text: string, steps: string[][]}>} */
const SYSTEMS = {
  android: { text: "Android", steps: [DOWNLOAD,
    ["android-settings", "Réglages, Sécurité, Autres réglages, « Installer un certificat »."],
    ["android-authority", "Choisissez « Certificat CA », « Installer quand même », puis le fichier hangar."],
    ["done", "Revenez ici. Touchez « Vérifier »."]] },
  ios: { text: "iPhone, iPad", steps: [["download", "Dans Safari, touchez « Télécharger », puis « Autoriser »."],
    ["ios-profile", "Réglages, « Profil téléchargé », « Installer »."],
    ["ios-trust", "Réglages, Général, Informations, « Réglages des certificats » : allumez Hangar."],
    ["done", "Revenez ici. Touchez « Vérifier »."]] },
  windows: { text: "Windows", steps: [DOWNLOAD,
    ["windows-open", "Ouvrez le fichier. « Installer un certificat », « Ordinateur local »."],
    ["windows-store", "Placez-le dans « Autorités de certification racines de confiance »."],
    ["done", "Fermez le navigateur, rouvrez-le. Touchez « Vérifier »."]] },
};

/** @returns {string} */
function thisSystem() {
  const agent = navigator.userAgent;
  if (/iPhone|iPad|Macintosh/.test(agent)) return "ios";
  return /Windows/.test(agent) ? "windows" : "android";
}

const steps = h("ol.steps");
const tabs = h("div.field", { role: "group", "aria-label": "Votre appareil" });

/** @param {string} chosen */
function show(chosen) {
  fill(tabs, ...Object.entries(SYSTEMS).map(([key, { text }]) => button(text, () => show(key), { class: key === chosen ? "primary" : "", id: `system-${key}` })));
  for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.id === `system-${chosen}`));
  fill(steps, ...SYSTEMS[chosen].steps.map(([picture, text], at) => h("li.card", null, h("img", { src: `/static/own/enrol/${picture}.svg`, alt: "" }), h("p", null, h("b", null, `${at + 1}. `), text))));
}

/** @param {any} authority */
function asking(authority) {
  const safe = window.isSecureContext && location.protocol === "https:";
  if (safe) return [h("section.card.stack", { id: "safe" }, h("div.headline.calm", null, icon("check-fat", "round"), h("h2", null, "La connexion est sûre.")), h("p", null, "La caméra et le travail sans réseau marchent sur cet appareil."), h("div.field", null, h("a.button.primary", { href: "/pair" }, "Relier cet appareil"), h("a.button", { href: "/" }, "Ouvrir la station")))];
  return [h("section.card.stack", null, h("h2", null, "Faire confiance à la station"), h("p", null, "Une fois par appareil. Ensuite la caméra marche, et le travail continue sans réseau."), tabs,
    h("div.field", null, h("a.button.primary", { href: "/api/v1/authority/hangar.crt", download: "hangar.crt", id: "download" }, icon("file-arrow-up"), "Télécharger"), h("a.button.go", { href: `${authority.secure_url}enrol`, id: "check" }, icon("lock"), "Vérifier"))), steps,
  h("section.card.stack", null, h("h2", null, "L’empreinte"), h("p", null, "Elle est la même sur l’écran de la coordination, page « Tablettes ». Sinon, arrêtez."), h("code.print", { id: "sha256" }, authority.sha256), h("p.muted", null, "Ce certificat ne vaut que pour la station, jamais pour un autre site.")),
  h("section.card.stack", null, h("h2", null, "Sans cela"), h("p", null, "Les scans, les postes et les tableaux marchent. Il manque :"), h("ul", null, ["la caméra comme lecteur", "rouvrir la page sans réseau", "l’écran qui reste allumé", "des échanges chiffrés sur le Wi-Fi"].map((one) => h("li", null, one))))];
}

header();
void get("authority").then(({ authority }) => {
  showLink(true);
  fill(by("main"), ...(authority ? asking(authority) : [h("section.card", null, h("h2", null, "Pas encore de connexion sûre"), h("p", null, "La station ne sert pas https. Prévenez la coordination."))]));
  show(thisSystem());
}).catch(complain);
