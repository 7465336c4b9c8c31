// The driver's phone with the camera on: the same scans, from pictures.
import "./hand_language.js";
import { by } from "./dom.js";
import { watch } from "./camera.js";
import { complain, notice } from "./floor.js";
import { start } from "./drive_app.js";
import { say } from "./words.js";

const { scanned } = await start({ camera: true });
try {
  await watch(/** @type {HTMLVideoElement} */ (by("video")), scanned);
  notice(say("hand_camera_point"), "ok");
} catch (error) {
  document.getElementById("video")?.remove();
  if (window.isSecureContext) console.warn("camera", error);
  notice(say("hand_camera_off"), "stop");
}
window.addEventListener("unhandledrejection", (event) => complain(event.reason));
