/** All of our own tools, in the order in which they are listed for people and offered to the model. A tool = its file, its test, its line here, its name in locales/. */
import { currentTime } from "./current-time.ts";
import { generateImage } from "./generate-image.ts";
import type { Tool } from "./tool.ts";

export const builtInTools: readonly Tool[] = [currentTime, generateImage];
