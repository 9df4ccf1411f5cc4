/** German texts of reading an answer aloud. */
import type { Texts } from "../en.ts";

export const aloud: Texts["aloud"] = {
  working: "🔊 Ich lese vor…",
  spoken: { code: "Programmcode.", spoiler: "Spoiler", shortened: "Der Rest steht im Text." },
  posted: (link) => `Vorgelesen: ${link}`,
  shortened: "-# Die Antwort ist lang, deshalb habe ich ihren Anfang vorgelesen.",
  fileName: "antwort",
  file: {
    private: "Hier ist sie, für dich allein.",
    iLack:
      "Ich darf hier keine Sprachnachrichten senden, deshalb ist es eine Datei für dich allein. Wer diesen Kanal verwaltet, kann mir „Sprachnachrichten senden“ erlauben.",
    youLack: "Sprachnachrichten sind dir hier nicht erlaubt, deshalb ist es eine Datei für dich allein.",
    noVoice: "Die Stimme kam in einer Form, die keine Sprachnachricht sein kann, deshalb ist es eine Datei für dich allein.",
    refused: "Discord hat die Sprachnachricht nicht angenommen, deshalb ist es eine Datei für dich allein.",
  },
  noFile: "Discord nimmt die Datei hier nicht an, deshalb kann ich sie dich nicht hören lassen.",
  off: "Das Vorlesen ist ausgeschaltet. Wer diesen Bot betreibt, kann SPEECH_MODEL setzen.",
  ownEndpoint: "Diese Antwort kam vom eigenen Modell des Servers. Was dort gesagt wird, geht nirgends sonst hin, also auch nicht an die Stimme.",
  optedOut: "In dieser Antwort stehen Worte von jemandem, der nicht mehr von mir gelesen werden will, deshalb lese ich sie nicht vor.",
  interrupted: "Ich wurde beim Vorlesen unterbrochen und habe aufgegeben. Drücke noch einmal auf Vorlesen.",
  lost: "Beim Senden der Sprachnachricht ist die Verbindung zu Discord abgerissen. Steht sie nicht im Kanal, drücke noch einmal auf Vorlesen.",
  failure: {
    away: "Die Stimme ist gerade nicht zu erreichen. Versuch es in ein paar Minuten noch einmal; bleibt es so, sag es dem, der diesen Bot betreibt.",
    slow: "Die Stimme hat zu lange gebraucht. Versuch es in ein paar Minuten noch einmal, oder mit einer kürzeren Antwort.",
    busy: "Die Stimme bekommt gerade zu viele Anfragen. Warte eine Minute und versuch es dann noch einmal.",
    unauthorized: "Der Server der Stimme nimmt den Schlüssel dieses Bots nicht an. Wer den Bot betreibt, muss AUDIO_API_KEY prüfen.",
    unknownModel: "Der Server der Stimme kennt das Modell nicht. Wer den Bot betreibt, muss SPEECH_MODEL berichtigen.",
    refused: "Die Stimme wollte das nicht vorlesen. Will sie gar nichts vorlesen, sollte, wer den Bot betreibt, SPEECH_MODEL und SPEECH_VOICE prüfen.",
    notAudio: "Was geantwortet hat, hat keinen Ton geschickt. Wer den Bot betreibt, muss AUDIO_BASE_URL und SPEECH_MODEL prüfen.",
    tooLarge: "Der Ton wurde größer, als Discord annimmt. Versuch es mit einer kürzeren Antwort.",
    nothing: "In dieser Antwort steht nichts, was man vorlesen könnte.",
  },
};
