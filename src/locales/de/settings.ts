/** German texts of /settings. */
import type { Texts } from "../en.ts";

export const settings: Texts["settings"] = {};
