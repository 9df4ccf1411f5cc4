/** German texts of Finish setup on the status page. */
import type { Texts } from "../en.ts";

export const finish: Texts["finish"] = {};
