/** German texts about what the model may call while it answers. */
import type { Texts } from "../en.ts";

export const tools: Texts["tools"] = {
  doing: {
    current_time: "Ich schaue auf die Uhr",
    generate_image: "Ich male ein Bild",
  },
  using: (names) => `Ich benutze ${names}`,
  label: {
    current_time: "Uhrzeit an jedem Ort",
    generate_image: "Ein Bild malen",
  },
};
