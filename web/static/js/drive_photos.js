// Photographs of a driver: made small on the phone, kept on its disk in a box of their own, and sent
// after the facts. Decides nothing about what is on them.
import { newId } from "./api.js";
import { courier, Unsent } from "./courier.js";
import { get, post } from "./hand_net.js";
import { openBox, reconcile } from "./outbox.js";

const LONGEST_SIDE = 1280; // enough to see a crushed crate and a door's number
const QUALITIES = [0.75, 0.6, 0.45, 0.3];
const MOST_BYTES = 350_000; // fifteen seconds on a Wi-Fi that hardly works
const MOST_WAITING = 40; // a day's round; more than that the phone says no rather than fill its disk

/** Why a picture was not kept, as the key of a sentence. */
export class PhotoRefused extends Error {}

/** A picture as small JPEG, in base64. @param {Blob} file @returns {Promise<string>} */
export async function small(file) {
  const picture = await createImageBitmap(file).catch(() => { throw new PhotoRefused("drive_photo_failed"); });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)) });
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of QUALITIES) {
    const text = canvas.toDataURL("image/jpeg", quality).split(",")[1] ?? "";
    if (text && text.length * 3 <= MOST_BYTES * 4) return text;
  }
  throw new PhotoRefused("drive_photo_failed");
}

/**
 * @param {{facts: Awaited<ReturnType<typeof openBox>>, who: () => {operator: string | null, reader: string}, onState: (waiting: {pending: number, rejected: number}) => void}} phone
 *   `facts`: the outbox that goes first
 */
export async function photographs({ facts, who, onState }) {
  const box = await openBox("hangar-photos");

  /** @param {string} path @param {any[]} body */
  async function after(path, body) {
    if (await facts.count("pending")) throw new Unsent(425);
    return post(path, body);
  }
  const bring = courier({ box, post: after, onState: ({ pending, rejected }) => onState({ pending, rejected }) });

  return {
    kick: bring.kick,
    waiting: () => box.count("pending"),
    rejected: () => box.rejected(),
    /** @param {import("./outbox.js").Entry[]} seen */
    settle: (seen) => box.drop(seen),
    /** Keep one picture; it may be called kept once this has come true. @param {{round: string, customer: string, about: string}} of @param {Blob} file */
    async keep({ round, customer, about }, file) {
      if (await box.count("pending") >= MOST_WAITING) throw new PhotoRefused("drive_photo_full");
      const id = newId();
      const body = { command_id: id, customer, about, ...who(), at: new Date().toISOString(), data_b64: await small(file) };
      await box.add({ id, path: `/api/v1/rounds/${encodeURIComponent(round)}/photos/${id}`, body });
    },
    /** Let go of what a second copy of the ledger has. */
    async tidy() {
      if (!(await box.count("kept"))) return;
      const status = await get("status");
      if (await reconcile(box, status)) await bring.kick();
    },
  };
}
