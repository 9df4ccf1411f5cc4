/** /catchup as far as the payload alone decides it: what becomes a job, what is refused at once. */
import { describe, expect, it } from "vitest";
import { catchup as declaration } from "../../commands/catchup.ts";
import { mayReadMessages, SPOKEN_IN } from "../../src/discord/channel-access.ts";
import { permission } from "../../src/discord/permissions.ts";
import { parseSince } from "../../src/kernel/since.ts";
import { de } from "../../src/locales/de.ts";
import { en } from "../../src/locales/en.ts";

describe("the option `channel`", () => {
  it("offers the channels that can be read, and no others", () => {
    expect(declaration.options.find(({ name }) => name === "channel")).toMatchObject({ channel_types: SPOKEN_IN });
  });

  it("takes both permissions, beside a voice channel the one to enter it, too", () => {
    const both = permission.viewChannel | permission.readMessageHistory;
    expect([mayReadMessages(both, 0), mayReadMessages(permission.viewChannel, 0), mayReadMessages(permission.readMessageHistory, 0)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([mayReadMessages(both, 2), mayReadMessages(both | permission.connect, 2), mayReadMessages(both, 13)]).toEqual([false, true, false]);
    expect(mayReadMessages(permission.administrator, 2)).toBe(true);
  });
});

describe("what is offered for `since`", () => {
  it.each([
    ["English", en],
    ["German", de],
  ])("can be read, in %s", (_language, { catchup }) => {
    for (const { name, value } of catchup.suggestions) {
      expect([value, parseSince(value)]).not.toEqual([value, null]);
      expect(name.length).toBeLessThanOrEqual(100);
    }
  });

  it("is what the sentence for what cannot be read names, too", () => {
    for (const { catchup } of [en, de]) {
      const examples = [...catchup.badSince("x").matchAll(/`([^`]+)`/g)].map(([, example = ""]) => example);
      expect(examples.length).toBeGreaterThan(4);
      expect(examples.filter((example) => parseSince(example) === null)).toEqual([]);
    }
  });
});
