// A crate that lacks a mention: its producer's own label is photographed, once for each lot.
import { newId, upload } from "./api.js";
import { button, h, icon } from "./dom.js";
import { ask, complain, notice, post } from "./floor.js";
import { play } from "./tones.js";
import { refusalText, say, spoken } from "./words.js";

const ASKED = "photographed";

/** A crate that lacks something: its producer's label is photographed, once for each lot. @param {any} crate @param {any} product */
export function askPhoto(crate, product) {
  const done = new Set(JSON.parse(sessionStorage.getItem(ASKED) ?? "[]"));
  if (!crate.missing?.length || done.has(crate.lot)) return;
  sessionStorage.setItem(ASKED, JSON.stringify([...done, crate.lot].slice(-50)));
  const names = crate.missing.map((/** @type {string} */ key) => spoken(product?.lacks?.find((/** @type {any} */ one) => one.key === key)?.name) || key);
  ask(say("to_complete_ask"), (close) => {
    const file = /** @type {HTMLInputElement} */ (h("input", { type: "file", accept: "image/*", capture: "environment", id: "photo", "aria-label": say("photograph") }));
    file.addEventListener("change", () => { if (file.files?.[0]) { close(); void send(crate, file.files[0]); } });
    return [
      h("p.lead", { id: "lacking" }, `${say("to_complete")} ${names.join(", ")}`),
      h("div.actions", null,
        h("label.button.primary", null, icon("tag"), h("span", null, say("photograph")), file),
        button(say("later"), close))];
  });
}

/** @param {any} crate @param {File} picture */
async function send(crate, picture) {
  const form = new FormData();
  form.append("file", picture);
  form.append("command_id", newId());
  form.append("post", post);
  try {
    const answer = await upload(`/api/v1/crates/${encodeURIComponent(crate.id)}/photo`, form);
    if (answer.outcome === "refused") return notice(refusalText(answer.refusal), "stop");
    play("ok");
    notice(say("photo_kept"), "ok");
  } catch (error) {
    complain(error);
  }
}
