/** German texts about what the model may call while it answers. */
import type { Texts } from "../en.ts";

export const tools: Texts["tools"] = {
  doing: {
    current_time: "Ich schaue auf die Uhr",
    web_search: "Ich suche im Netz",
    read_page: "Ich lese eine Seite",
    wikipedia: "Ich schlage in der Wikipedia nach",
    news: "Ich lese die Nachrichten",
    weather: "Ich sehe nach dem Wetter",
    reddit: "Ich sehe mich auf Reddit um",
  },
  using: (names) => `Ich benutze ${names}`,
  label: {
    current_time: "Uhrzeit an jedem Ort",
    web_search: "Im Netz suchen",
    read_page: "Webseiten lesen",
    wikipedia: "In der Wikipedia nachschlagen",
    news: "Nachrichten",
    weather: "Wetter",
    reddit: "Beiträge auf Reddit",
  },
};
