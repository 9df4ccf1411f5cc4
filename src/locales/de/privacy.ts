/** German texts of /privacy and the first-use notice. */
import type { Texts } from "../en.ts";

export const privacy: Texts["privacy"] = {};
