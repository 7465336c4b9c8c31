// Tablets and phones: pair one to a post, take one out of service, and what makes their connection secure.
import { get, items, post } from "./api.js";
import { button, by, fill, h, icon } from "./dom.js";
import { ask, complain, header, showLink } from "./floor.js";
import { told } from "./told.js";
import { clock, day, localDay } from "./words.js";

const EVERY_MS = 5000;
const mayPair = ["coordinator", "admin"].includes(document.body.dataset.role ?? "");
const list = h("div.stack", { id: "paired" });
const secure = h("section.card.stack", { id: "secure" });
let drawn = "";

/** @param {any} device */
function deviceRow(device) {
  const since = `relié le ${day(localDay(device.paired_at))}`;
  const gone = device.revoked_at ? `retiré le ${day(localDay(device.revoked_at))} : ${device.reason}` : "à relier de nouveau";
  return h("div.trouble", { "data-device": device.id, "data-service": String(device.in_service) },
    h("div", null, h("b", null, device.name), h("span.muted", null, [`poste ${device.post}`, device.in_service ? since : gone].join(" · "))),
    device.in_service && mayPair ? button("Retirer", () => takeOut(device), { class: "danger" }) : h("span.pill", { class: device.in_service ? "ok" : "" }, device.in_service ? "en service" : "retiré"));
}

/** @param {any} device */
function takeOut(device) {
  const why = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", maxlength: "80", placeholder: "Perdu, cassé, donné…", "aria-label": "Pourquoi" }));
  ask(`Retirer ${device.name} ?`, (close) => [h("p", null, "Il ne pourra plus rien faire. Pour revenir, il faudra le relier."), h("div.field", null, why), h("div.actions", null,
    button("Retirer", () => { close(); void post(`/api/v1/paired-devices/${encodeURIComponent(device.id)}/revoke`, { reason: why.value.trim() || "retiré" }).then((answer) => { told(answer, "C’est fait."); return read(); }).catch(complain); }, { class: "danger" }),
    button("Annuler", close))]);
}

/** The code is shown once, for ten minutes. @param {any} pairing */
function showCode(pairing) {
  ask(`Relier « ${pairing.name} »`, (close) => [
    h("div.pairing", null, h("img.qr", { src: pairing.qr, alt: "QR à scanner avec la tablette", id: "pairing-qr" }),
      h("div.stack", null, h("p", null, "Avec la tablette, ouvrez l’appareil photo. Visez ce carré."), h("p", null, "Sans appareil photo : ouvrez ", h("b", null, new URL(pairing.url).host + "/pair"), " et tapez"), h("p.digits", { id: "digits" }, `${pairing.digits.slice(0, 3)} ${pairing.digits.slice(3)}`), h("p.muted", null, `Bon une fois, jusqu’à ${clock(pairing.expires_at)}.`))),
    h("div.actions", null, button("Fermer", () => { close(); void read(); }, { class: "primary" }))]);
}

/** @param {any[]} posts */
function pairingForm(posts) {
  const where = /** @type {HTMLSelectElement} */ (h("select", { id: "post", "aria-label": "Poste" }, posts.map((one) => h("option", { value: one.id }, one.id))));
  const name = /** @type {HTMLInputElement} */ (h("input.long", { type: "text", id: "name", maxlength: "40", placeholder: "Tablette du quai", "aria-label": "Nom de l’appareil" }));
  const go = () => void post("/api/v1/pairings", { post: where.value, name: name.value.trim() || `Tablette ${where.value}` }).then(showCode).catch(complain);
  return h("section.card.stack", null, h("h2", null, "Relier un appareil"), h("p", null, "Un appareil appartient à un poste. On le relie une fois."), h("div.field", null, where, name, button("Montrer le code", go, { class: "primary", id: "invite", icon: "scan" })));
}

/** @param {any} authority */
function drawSecure(authority) {
  if (!authority) {
    fill(secure, h("h2", null, "Connexion sûre"), h("p", null, h("span.pill.wait.wraps", null, "La station ne sert pas encore https.")), h("p", null, "Sans elle : ni caméra, ni travail sans réseau sur les tablettes."), h("p", null, "Dans hangar.toml, sous [web] : "), h("pre.lines", null, 'listen_tls = "0.0.0.0:8443"'));
    return;
  }
  fill(secure, h("h2", null, "Connexion sûre"), h("p", null, "1. Faites confiance à la station, une fois par appareil. Scannez :"),
    h("div.pairing", null, h("img.qr", { src: authority.enrol_qr, alt: "QR de la page d’installation" }), h("div.stack", null, h("p", null, h("a", { href: authority.enrol_url }, authority.enrol_url)), h("p.muted", null, `Certificat de ${authority.names.concat(authority.addresses).join(", ")}. Il se renouvelle seul avant le ${day(localDay(authority.ends))}.`))),
    h("p", null, "2. Comparez cette empreinte avec celle que l’appareil montre :"), h("code.print", { id: "sha256" }, authority.sha256),
    h("p", null, "3. Puis ouvrez ", h("a", { href: authority.secure_url }, authority.secure_url), " et reliez l’appareil."));
}

async function read() {
  try {
    const [devices, told] = await Promise.all([items("paired-devices"), get("authority")]);
    showLink(true);
    const now = JSON.stringify([devices, told]);
    if (now === drawn) return;
    drawn = now;
    fill(list, ...(devices.length ? devices.map(deviceRow) : [h("p.muted", null, "Aucun appareil relié.")]));
    drawSecure(told.authority);
  } catch (error) {
    showLink(false);
    if (!drawn) complain(error);
  }
}

header();
void get("posts").then(({ items: posts }) => {
  fill(by("main"), h("div.columns", null, h("div.stack", null, mayPair ? pairingForm(posts) : null, h("section.card", null, h("h2", null, "Appareils reliés"), list)), secure));
  return read();
}).catch(complain);
window.setInterval(() => { if (!document.querySelector(".ask") && !document.hidden) void read(); }, EVERY_MS);
