/** German texts about pictures: /imagine, its buttons, and why there is no picture. */
import type { Texts } from "../en.ts";

export const imagine: Texts["imagine"] = {
  off: "Bilder malen kann ich hier nicht: Wer diesen Bot betreibt, hat kein Modell dafür eingerichtet (IMAGE_MODEL).",
  empty: "Sag mir, was auf dem Bild zu sehen ist: Die Beschreibung ist leer.",
  notAPicture: (name) => `Von „${name}“ kann ich nicht ausgehen. Was geht: PNG, JPEG und WebP.`,
  pictureTooLarge: (name) => `„${name}“ ist als Vorlage zu groß. Sie darf 10 MiB haben.`,
  refining: "✏️ Ich arbeite die Beschreibung aus …",
  painting: (percent, seconds) => {
    const far = percent === null ? (seconds < 5 ? "" : ` ${seconds} s`) : ` ${percent} %`;
    return `🎨 Ich male …${far}`;
  },
  refined: (prompt) => `-# Ausgearbeitet: ${prompt}`,
  inStyle: (style) => `-# Im Stil der Persona: ${style}`,
  fewer: (made, asked) => `-# Das Modell hat ${made} der ${asked} Bilder gemalt.`,
  leftOut: (n) => `-# ${n === 1 ? "Ein Bild ist" : `${n} Bilder sind`} zu groß für Discord und fehlen hier.`,
  notShown: "-# Discord hat das Bild hier nicht angenommen. Vielleicht fehlt mir das Recht „Dateien anhängen“.",
  lost: "Dein Bild ist fertig, aber Discords Antwort war abgelaufen, bevor ich es zeigen konnte. Frag noch einmal mit /bild.",
  notRefined: "Das kleine Modell konnte die Beschreibung nicht ausarbeiten, deshalb gilt sie, wie sie ist.",
  fileName: "bild",
  button: {
    reroll: "Neu malen",
    edit: "Beschreibung ändern",
    vary: "Abwandeln",
    upscale: "Vergrößern",
    delete: "Löschen",
    why: "Warum",
    retry: "Noch einmal",
    numbered: (label, n) => `${label} ${n}`,
  },
  editTitle: "Beschreibung ändern",
  editLabel: "Was auf dem Bild zu sehen ist",
  pictureGone: "Dieses Bild ist nicht mehr in der Nachricht, also kann ich nichts damit machen.",
  failure: {
    refused:
      "Der Anbieter des Bildmodells erlaubt dieses Bild nicht: Es verstößt gegen seine Inhaltsregeln. Beschreib etwas anderes oder sag es mit anderen Worten.",
    unreachable:
      "Ich habe das Bildmodell gerade nicht erreicht. Versuch es in einer Minute noch einmal; bleibt es so, sag dem Bescheid, der diesen Bot betreibt.",
    slow: "Das Bildmodell hat zu lange gebraucht. Versuch es noch einmal oder mit weniger Bildern.",
    busy: "Das Bildmodell bekommt gerade zu viele Anfragen, oder sein Konto ist leer. Warte eine Minute und versuch es dann noch einmal.",
    "server-error": "Der Server des Bildmodells hat gerade ein Problem. Versuch es in ein paar Minuten noch einmal.",
    unauthorized: "Der Server des Bildmodells nimmt den Schlüssel dieses Bots nicht an. Wer den Bot betreibt, muss IMAGE_API_KEY prüfen.",
    "unknown-model": "Der Server des Bildmodells kennt das Modell nicht. Wer den Bot betreibt, muss IMAGE_MODEL prüfen.",
    "bad-request": "Das Bildmodell hat diese Anfrage abgelehnt. Versuch es mit anderen Worten, in einem anderen Format oder ohne Vorlage.",
    "not-an-api": "Was geantwortet hat, ist kein Server für Bilder. Wer den Bot betreibt, muss IMAGE_BASE_URL prüfen.",
    empty: "Das Bildmodell hat ohne Bild geantwortet. Versuch es noch einmal oder beschreib es mit anderen Worten.",
    "too-large": "Die Bilder sind zu groß für Discord oder für mich. Bitte um weniger oder um ein anderes Format.",
    "no-reference": "Dieses Bildmodell kann nicht von einem anderen Bild ausgehen. Versuch es ohne.",
    "reference-gone": "Die Vorlage lässt sich nicht mehr von Discord herunterladen. Häng sie mit /bild noch einmal an.",
    "reference-unreadable": "Von dieser Datei kann ich nicht ausgehen: Es muss ein PNG, JPEG oder WebP mit höchstens 10 MiB sein.",
    "no-upscale": "Dieses Bildmodell kann Bilder nicht vergrößern.",
    off: "Bilder malen kann ich nicht mehr: Wer diesen Bot betreibt, hat das abgeschaltet (IMAGE_MODEL).",
  },
};
