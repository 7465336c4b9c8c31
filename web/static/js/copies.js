// Copies of the ledger: how old the last good one is, where it lies, what failed. A page shows it as a card.
import { post } from "./api.js";
import { button, by, h, icon } from "./dom.js";
import { complain, notice } from "./floor.js";
import { clock, day, localDay, today } from "./words.js";

/** @param {string} at */
const when = (at) => (localDay(at) === today() ? `aujourd’hui à ${clock(at)}` : `le ${day(localDay(at))} à ${clock(at)}`);

/** Look and words of the whole, worst first. @param {any} status */
function copiesState(status) {
  const { backup, second_copy: second } = status;
  if (backup.running) return ["wait", backup.sticks.some((/** @type {any} */ one) => one.there) ? "Copie en cours. Laissez la clé." : "Copie en cours."];
  if (backup.failure) return ["bad", "La copie a échoué."];
  if (!backup.last) return ["wait", "Pas encore de copie."];
  if (backup.late) return ["bad", "La dernière copie est trop vieille."];
  return second ? ["ok", "Copies à jour."] : ["wait", "Aucune copie ailleurs que sur ce disque."];
}

/** @param {any} stick */
const stickRow = (stick) => h("p.row", null, h("span", null, stick.path), h("span.pill.end", { class: stick.there ? "ok" : "" }, stick.there ? "clé branchée" : "pas de clé"));

/** @param {any} status @param {string} role */
export function copiesCard(status, role) {
  const { backup, second_copy: second } = status;
  const [look, word] = copiesState(status);
  const mayAsk = ["coordinator", "admin"].includes(role) && !backup.running;
  return h("section.card.device", { id: "copies", "data-look": look },
    h("div.top", null, icon("copy"), h("div", null, h("h2", null, "Copies"), h("span.muted", null, "du grand livre")), h("span.pill.wraps", { class: look }, word)),
    backup.failure ? h("p", null, `${backup.failure.to}, ${when(backup.failure.at)} : ${backup.failure.say_fr}`, h("small", null, backup.failure.why)) : null,
    h("p", null, backup.last ? `Dernière : ${when(backup.last.at)}, ${backup.last.seq} événements, relue et vérifiée.` : "La première se fait dans les minutes qui suivent le démarrage."),
    h("p", null, second ? `Ailleurs : ${when(second.at)}.` : "Ailleurs : aucune. Si ce disque meurt, tout est perdu."),
    backup.sticks.map(stickRow),
    mayAsk ? button("Copier maintenant", () => void post("/api/v1/backups", {}).then(() => notice("La copie commence.", "ok")).catch(complain), { id: "copy-now" }) : null);
}

/** Say above a page's content when somebody must look at the copies. @param {any} status */
export function warnOfCopies(status) {
  const [look, word] = copiesState(status);
  document.getElementById("copies-warning")?.remove();
  if (look === "bad") by("main").before(h("p.alertstrip", { id: "copies-warning", role: "status" }, icon("warning"), h("b", null, word), h("a", { href: "/devices#copies" }, "Voir les copies")));
}
