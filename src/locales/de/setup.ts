/** German texts of the invitation and the set-up. */
import type { Texts } from "../en.ts";

export const setup: Texts["setup"] = {};
