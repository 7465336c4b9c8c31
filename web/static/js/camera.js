// Reads barcodes from this device's camera; the reader is the station's own file, loaded here only.
// Says what it reads, once while it stays in sight; judges nothing.
import { prepareZXingModule, readBarcodes } from "/static/vendor/zxing-wasm/reader/index.js";

const FORMATS = ["Code128", "DataMatrix", "QRCode", "EAN13", "EAN8", "UPCA", "ITF14"];
const IDEAL = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
const GONE_MS = 1500; // a label that was away for so long is a new scan

prepareZXingModule({ overrides: { locateFile: (/** @type {string} */ name) => `/static/vendor/zxing-wasm/reader/${name}` } });

/**
 * Show the camera's picture and call back with each code that comes into sight.
 * @param {HTMLVideoElement} video @param {(code: string) => void} onCode
 * @returns {Promise<() => void>} stops it; raises where there is no camera or no leave to use it
 */
export async function watch(video, onCode) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: IDEAL, audio: false });
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  /** @type {Map<string, number>} */
  const seen = new Map();
  let going = true;

  /** One picture after the other, as fast as this device reads them. */
  async function next() {
    if (!going) return;
    if (video.videoWidth && !document.hidden) {
      Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
      context.drawImage(video, 0, 0);
      const found = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), { formats: FORMATS, tryHarder: true, maxNumberOfSymbols: 1, textMode: "Plain" });
      for (const one of found) if (one.isValid) tell(one.text);
    }
    requestAnimationFrame(() => void next());
  }

  /** @param {string} code */
  function tell(code) {
    const now = performance.now();
    const fresh = now - (seen.get(code) ?? -Infinity) > GONE_MS;
    seen.set(code, now);
    if (fresh) onCode(code);
  }

  void next();
  return () => { going = false; stream.getTracks().forEach((track) => track.stop()); };
}
