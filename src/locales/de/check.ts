/** German texts of the check of permissions, intent, endpoint and model. */
import type { Texts } from "../en.ts";

export const check: Texts["check"] = {};
