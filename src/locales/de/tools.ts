/** German texts about what the model may call while it answers. */
import type { Texts } from "../en.ts";

export const tools: Texts["tools"] = {
  doing: {
    current_time: "Ich schaue auf die Uhr",
    server_info: "Ich sehe mir den Server an",
    list_channels: "Ich gehe die Kanäle durch",
    find_member: "Ich suche ein Mitglied",
    channel_history: "Ich lese Nachrichten",
    search_messages: "Ich durchsuche Nachrichten",
    poll: "Ich mache eine Umfrage",
    thread: "Ich starte einen Thread",
    event: "Ich plane eine Veranstaltung",
    react: "Ich reagiere",
    send_message: "Ich schicke eine Nachricht",
  },
  using: (names) => `Ich benutze ${names}`,
  label: {
    current_time: "Uhrzeit an jedem Ort",
    server_info: "Über den Server",
    list_channels: "Liste der Kanäle",
    find_member: "Mitglieder finden",
    channel_history: "Kanäle lesen",
    search_messages: "Nachrichten durchsuchen",
    poll: "Umfragen",
    thread: "Threads starten",
    event: "Veranstaltungen",
    react: "Reaktionen",
    send_message: "Nachrichten schicken",
  },
};
