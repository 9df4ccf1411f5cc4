/** Placeholders: filled once, refused by name, and never seen in JSON or code. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { fillPlaceholders, type PlaceholderValues, placeholders, placeholderValues, type Scene, unknownPlaceholders } from "../../src/persona/placeholders.ts";

const scene: Scene = {
  userName: "Ada",
  inServer: true,
  serverName: "The Orchard",
  channelName: "general",
  now: Date.UTC(2026, 10, 20, 23, 30),
  timeZone: null,
  locale: "en-US",
};
const values = placeholderValues(scene);
const word = fc.stringMatching(/^[a-z_]{1,10}$/);
const known = fc.constantFrom(...placeholders);

describe("filling", () => {
  it("puts in what is known of the moment, and leaves the rest alone", () => {
    expect(fillPlaceholders("{bot}, {user} in #{channel} of {server}: {locale}, {unknown}", values)).toBe(
      "Edgewise, Ada in #general of The Orchard: en-US, {unknown}",
    );
  });

  it("turns doubled braces around a word into plain ones, and touches no others", () => {
    expect(fillPlaceholders('{{user}} {{{user}}} {"a":{"b":1}} { user } {1,3} {} }}{{', values)).toBe('{user} {{user}} {"a":{"b":1}} { user } {1,3} {} }}{{');
  });

  test("happens once: what stands in a value is no placeholder", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(known, known), { maxLength: 8 }), known, (words, inner) => {
        const nested = Object.fromEntries(placeholders.map((name) => [name, `<{${inner}}>`])) as PlaceholderValues;
        expect(fillPlaceholders(words.map((name) => `{${name}}`).join(" "), nested)).toBe(words.map(() => `<{${inner}}>`).join(" "));
      }),
    );
  });

  test("leaves every text without a word in braces as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        fc.pre(!/\{[\p{L}_][\p{L}\p{N}_-]*\}/u.test(text));
        expect(fillPlaceholders(text, values)).toBe(text);
        expect(unknownPlaceholders(text)).toEqual([]);
      }),
    );
  });
});

describe("what nobody knows", () => {
  test("is named, each once, in order; the known and the doubled never", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), known, (words, name) => {
        const strange = words.filter((candidate) => !(placeholders as readonly string[]).includes(candidate));
        const text = [...words.map((candidate) => `x {${candidate}} {{${candidate}}}`), `{${name}}`].join("\n");
        expect(unknownPlaceholders(text)).toEqual([...new Set(strange)]);
      }),
    );
  });

  test("may be any word: other scripts, upper case, the object's own names", () => {
    expect(unknownPlaceholders("{größe} {User} {constructor} {user_name} {имя}")).toEqual(["größe", "User", "constructor", "user_name", "имя"]);
  });

  test("is not found in JSON, code, formats and sets", () => {
    for (const text of [
      '{"user": {"name": "x"}}',
      "function f() { return x; }",
      "if (a) {\n  b\n}",
      "{0} {1,3} {}",
      "{ user }",
      "{a, b}",
      "{a: 1}",
      "x^{2}",
      "{user",
      "user}",
    ])
      expect(unknownPlaceholders(text), text).toEqual([]);
  });
});

describe("the values", () => {
  it("tell date and time in the person's own zone and language, UTC where none is known", () => {
    expect(values).toMatchObject({ date: "Friday, November 20, 2026", time: "11:30 PM UTC" });
    expect(placeholderValues({ ...scene, timeZone: "Asia/Tokyo", locale: "de" })).toMatchObject({ date: "Samstag, 21. November 2026", time: "08:30 GMT+9" });
  });

  it("survive a zone and a language that do not exist", () => {
    expect(placeholderValues({ ...scene, timeZone: "Mars/Olympus", locale: "constructor!" })).toMatchObject({ date: values.date, time: values.time });
    expect(placeholderValues({ ...scene, locale: "" }).date).toBe(values.date);
  });

  it("say plainly what Discord does not tell", () => {
    expect(placeholderValues({ ...scene, serverName: "", channelName: "" })).toMatchObject({ server: "this server", channel: "this channel" });
    expect(placeholderValues({ ...scene, inServer: false, channelName: "" })).toMatchObject({
      server: "a direct conversation",
      channel: "a direct conversation",
    });
    expect(placeholderValues({ ...scene, userName: " \n" }).user).toBe("somebody");
  });

  test("are one short line each, whatever people call themselves", () => {
    const name = fc.string({ unit: "binary", maxLength: 300 });
    fc.assert(
      fc.property(name, name, name, name, (userName, serverName, channelName, locale) => {
        for (const value of Object.values(placeholderValues({ ...scene, userName, serverName, channelName, locale }))) {
          expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(value.length).toBeLessThanOrEqual(80);
          expect(value.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
