// « J'ai posé la caisse » on a blocked lot's stop: where the crate stands now is noted, in a hub that has a place for it.
import { command, get } from "./api.js";
import { complain, notice } from "./floor.js";
import { told } from "./told.js";
import { say } from "./words.js";

const FACT = { judged: { verdict: "ok", snapshot: null } }; // hands have done it: it is taken as it is

/** @param {any} crate */
export async function setAside(crate) {
  try {
    const answer = await command("SetAside", { crate: crate.id }, FACT);
    if (!told(answer) || !answer.zone) return;
    const zones = (await get("zones")).items;
    notice(say("set_aside", { zone: zones.find((/** @type {any} */ one) => one.code === answer.zone)?.name ?? answer.zone }), "ok");
  } catch (error) {
    complain(error);
  }
}
