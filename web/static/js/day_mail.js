// The day's papers by mail: who gets what, who has no address, what became of each mail.
import { command, get, items } from "./api.js";
import { button, h } from "./dom.js";
import { ask, complain } from "./floor.js";
import { mailPill } from "./mail_pill.js";
import { told } from "./told.js";
import { say } from "./words.js";

const PAPERS = /** @type {Record<string, string>} */ ({ note: "bon", invoice: "facture", intake: "apport" });
const WHERE = /** @type {Record<string, string>} */ ({ note: "delivery-note", invoice: "invoice", intake: "intake-note" });
const many = (/** @type {number} */ count) => `${count} mail${count > 1 ? "s" : ""}`;

/** @param {string} date */
async function send(date) {
  const answer = await command("MailDayPapers", { date });
  told(answer, `${many((answer.mails ?? []).length)} à envoyer.`);
}

/** @param {any} row @param {() => Promise<void>} again */
const line = (row, again) => h("tr", { "data-party": row.party }, h("td", null, h("b", null, row.name)),
  h("td", null, row.papers.flatMap((/** @type {any} */ one, /** @type {number} */ index) => [index ? ", " : "", h("a", { href: `/api/v1/documents/${WHERE[one.kind]}/${encodeURIComponent(one.id)}.pdf`, target: "_blank", rel: "noopener" }, `${PAPERS[one.kind]} ${one.id}`)])),
  h("td", null, row.unsent && !row.address ? h("span.pill.wait", null, "sans adresse") : row.unsent ? h("span.pill.wait", null, "à envoyer") : null, row.mail ? mailPill(row.mail, row.name, again) : null));

/** Show who gets what, and send it in one touch. @param {string} date */
export async function dayMail(date) {
  const [rows, mail] = await Promise.all([items(`mail/day?date=${date}`), get("mail")]);
  const ready = rows.filter((row) => row.unsent && row.address);
  ask("Papiers du jour par mail", (close) => {
    const again = () => { close(); return dayMail(date); };
    return [
      h("p", null, rows.length ? "Clients : bons et factures. Fermes : bons d’apport." : "Aucun papier ce jour-là."),
      mail.problem ? h("p.remedy", null, mail.problem) : null,
      h("div.scroll", { tabindex: "0" }, h("table", null, h("tbody", null, rows.map((row) => line(row, again))))),
      h("div.actions", null, button(ready.length ? `Envoyer ${many(ready.length)}` : "Rien à envoyer", () => { close(); void send(date).then(() => dayMail(date)).catch(complain); }, { class: "primary", id: "mail-day", disabled: !ready.length }), button(say("close"), close))];
  });
}
