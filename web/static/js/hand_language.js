// The language of whoever holds this device, set before any word is read: the shell is one for all.

const KEPT = "hand-language";
const RIGHT_TO_LEFT = ["ar"];
const OWN_SHEET = ["ar", "uk"];

const chosen = localStorage.getItem(KEPT);
if (chosen) {
  Object.assign(document.documentElement, { lang: chosen, dir: RIGHT_TO_LEFT.includes(chosen) ? "rtl" : "ltr" });
  if (OWN_SHEET.includes(chosen)) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `/static/css/script-${chosen}.css` }));
}

/** Speak this person's language from now on. @param {string | null | undefined} language */
export function speakTo(language) {
  if (!language || language === document.documentElement.lang) return;
  localStorage.setItem(KEPT, language);
  location.reload();
}
