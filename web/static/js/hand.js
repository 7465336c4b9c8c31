// The handheld's screen.
import "./hand_language.js";
import { complain } from "./floor.js";
import { start } from "./hand_app.js";

start().catch(complain);
