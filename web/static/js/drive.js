// The driver's phone.
import "./hand_language.js";
import { complain } from "./floor.js";
import { start } from "./drive_app.js";

start().catch(complain);
