// Who holds the driver's phone, as the station says; away from the network it stays who it was.
import { speakTo } from "./hand_language.js";
import { me } from "./hand_net.js";

const DRIVERS = ["driver", "coordinator", "admin"];

/** `stranger`: nobody who may read door codes. @param {{operator: string, name: string, paired: any}} phone @param {() => Promise<void>} keep */
export async function whoIsHere(phone, keep) {
  try {
    const found = await me();
    Object.assign(phone, { operator: found.operator ?? phone.operator, name: found.operator ? found.name : phone.name, paired: found.device ?? null });
    if (found.operator) speakTo(found.language);
    await keep();
    return { online: true, login: false, stranger: !DRIVERS.includes(found.role) };
  } catch (error) {
    const status = error instanceof Error && "status" in error ? error.status : 0;
    return { online: status !== 0, login: status === 401, stranger: status === 401 };
  }
}
