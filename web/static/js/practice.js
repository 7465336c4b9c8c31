// Beside the devices: the sheet that tells how a reader is set, and where to practise. Changes nothing.
import { h, icon } from "./dom.js";

/** The sheet to print, and the school where this is no demonstration or school itself. */
export function practice() {
  const here = document.body.dataset.demonstration === "true";
  return h("div.devices", null,
    h("section.card.stack", { id: "calibration" }, h("h2", null, "Régler une douchette"),
      h("p", null, "Imprimez la feuille, scannez ses trois codes avec la douchette : cette page dit alors comment elle est réglée."),
      h("p", null, h("a.button", { href: "/api/v1/devices/calibration-sheet.pdf", target: "_blank", rel: "noopener" }, icon("barcode"), "Feuille de réglage"))),
    here ? null : h("section.card.stack", { id: "school" }, h("h2", null, "S’entraîner : l’école"),
      h("p", null, "Vos fermes, vos produits, vos zones, mais des appareils simulés et un registre à part : on peut tout essayer, rien n’est enregistré pour de vrai."),
      h("p", null, "Sur la station, tapez :"), h("pre.lines", null, "sudo -u hangar /opt/hangar-station/bin/hangar school --config /etc/hangar/hangar.toml"),
      h("p.muted", null, `Puis ouvrez http://${location.hostname}:8081. Chaque page y est marquée ÉCOLE.`)));
}
