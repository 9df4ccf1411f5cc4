/** German texts of the message menus and the panel. */
import type { Texts } from "../en.ts";

export const menus: Texts["menus"] = {};
