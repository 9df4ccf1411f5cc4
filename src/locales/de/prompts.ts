/** German texts of /setprompt, /viewprompt and /resetprompt. */
import type { Texts } from "../en.ts";

export const prompts: Texts["prompts"] = {};
