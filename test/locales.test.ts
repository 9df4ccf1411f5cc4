/** The bot's own texts: complete in each language, really translated, and within Discord's limits. */
import { describe, expect, it } from "vitest";
import { de } from "../src/locales/de.ts";
import { en, type Texts } from "../src/locales/en.ts";
import { textsFor } from "../src/locales/index.ts";

type Leaf = { path: string; text: string };

/** Functions are called with telling arguments, so that their sentences count too. */
function leaves(value: unknown, path = ""): Leaf[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value === "function") return [{ path, text: String((value as (...args: unknown[]) => unknown)(7, 8, 9)) }];
  return Object.entries(value as object).flatMap(([key, child]) => leaves(child, path === "" ? key : `${path}.${key}`));
}

const english = leaves(en);
const german = new Map(leaves(de).map(({ path, text }) => [path, text]));

describe("the catalogues", () => {
  it("have the same keys", () => {
    expect([...german.keys()].sort()).toEqual(english.map(({ path }) => path).sort());
  });

  it("have no empty text and no English left in German", () => {
    for (const { path, text } of english) {
      expect(text.trim(), path).not.toBe("");
      if (/[a-z]{3}/i.test(text.replace(/^answer\.md$/, ""))) expect(german.get(path), path).not.toBe(text);
    }
    for (const [path, text] of german) expect(text, path).not.toMatch(/\b(the|and|you|your|this|with|again|please)\b/i);
  });

  it("speak to people informally in German and name the German commands", () => {
    for (const [path, text] of german) {
      expect(text, path).not.toMatch(/\b(Ihnen|Ihre[nmrs]?|Sie (können|müssen|haben))\b/);
      expect(text, path).not.toMatch(
        /(?<!\w)\/(ask|new|why|help|model|settings|privacy|setprompt|viewprompt|resetprompt|memory|catchup|web|imagine|remind|schedule|autonomy)\b/,
      );
    }
  });

  it("fit where they are shown", () => {
    for (const texts of [en, de] satisfies Texts[]) {
      for (const label of Object.values(texts.button)) expect(label.length).toBeLessThanOrEqual(34);
      expect(texts.action.followUpTitle.length).toBeLessThanOrEqual(45);
      expect(texts.action.followUpLabel.length).toBeLessThanOrEqual(45);
      expect(texts.action.followUpPlaceholder.length).toBeLessThanOrEqual(100);
      for (const modal of [
        [texts.settings.me.zoneTitle, texts.settings.me.zoneLabel, texts.settings.me.zonePlaceholder],
        [texts.setup.tryTitle, texts.setup.tryLabel, texts.setup.tryPlaceholder],
        [texts.models.window.title, texts.models.window.address, texts.models.window.addressPlaceholder],
        ["", texts.models.window.key, texts.models.window.keyPlaceholder],
        ["", texts.models.window.key, texts.models.window.keyKept],
        ["", texts.models.window.models, texts.models.window.modelsPlaceholder],
        [texts.notify.window.webhookTitle, texts.notify.window.webhookAddress, texts.notify.window.webhookPlaceholder],
        [texts.notify.window.ntfyTitle, texts.notify.window.topic, texts.notify.window.tokenPlaceholder],
        [texts.notify.window.quietTitle, texts.notify.window.from, ""],
        ["", texts.notify.window.token, ""],
        [texts.reminders.window.title, texts.reminders.window.what, texts.reminders.window.whatPlaceholder],
        ["", texts.reminders.window.about, ""],
        ["", texts.reminders.window.when, texts.reminders.window.whenPlaceholder],
        ["", texts.reminders.window.repeat, texts.reminders.window.repeatPlaceholder],
        [texts.autonomy.topics.window, texts.autonomy.topics.label, texts.autonomy.topics.placeholder],
        [texts.autonomy.own.window, texts.autonomy.own.name, texts.autonomy.own.namePlaceholder],
        ["", texts.autonomy.own.numbers, texts.autonomy.own.numbersPlaceholder],
        ["", texts.autonomy.own.words, texts.autonomy.own.wordsPlaceholder],
        ...Object.values(texts.memory.modal.title).map((title) => [title, texts.memory.modal.label, texts.memory.modal.placeholder]),
        [texts.memory.modal.documentTitle, texts.memory.modal.nameLabel, ""],
        [texts.memory.modal.documentTitle, texts.memory.modal.textLabel, ""],
      ]) {
        const [title = "", label = "", placeholder = ""] = modal;
        expect([title.length <= 45, label.length <= 45, placeholder.length <= 100], title).toEqual([true, true, true]);
      }
      for (const { about } of [...Object.values(texts.settings.personality), ...Object.values(texts.settings.choice.unasked)])
        expect(about.length).toBeLessThanOrEqual(100);
      expect(texts.privacy.firstUse(365, "a-rather-long-host-name.example.com")).toMatch(/^-# [^\n]{20,280}$/);
      expect(texts.help.text.length).toBeLessThanOrEqual(2000);
      for (const { path, text } of leaves(texts)) expect(text.length, path).toBeLessThanOrEqual(2000);
      for (const subtext of [
        texts.answer.stopped,
        texts.answer.cutByLength,
        texts.answer.cutByDeadline,
        texts.answer.truncatedStream,
        texts.answer.contentFiltered,
      ])
        expect(subtext).toMatch(/^-# /);
    }
  });
});

describe("textsFor", () => {
  it("finds the language of any Discord locale, English where there is none", () => {
    expect(textsFor("de")).toBe(de);
    expect(textsFor("de-AT")).toBe(de);
    for (const locale of ["en-US", "en-GB", "fr", "", "-", "constructor", "__proto__"]) expect(textsFor(locale)).toBe(en);
  });
});
