/** A schedule on its way through its preview: what comes back is what was shown, and what was made up is nothing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Draft, readDraft, writeDraft } from "../../src/schedule/draft.ts";

const draft = (more: Partial<Draft> = {}): Draft => ({
  ...{ id: "123", channelId: "10", name: "Morning", cron: "0 9 * * 1-5", words: "every weekday at 9", timeZone: "Europe/Berlin" },
  ...{ prompt: "Say good morning", output: "text", tools: true, budgetMicroUsd: null },
  ...more,
});
/** As Discord hands it back: fields may have more behind them. */
const back = (written: ReturnType<typeof writeDraft>) => {
  const [when, zone, channel] = written.fields;
  return readDraft({ ...written, fields: [when, `${zone} · this server's`, channel, "text", "<t:1:F>"] });
};

describe("a draft", () => {
  it("comes back as it was", () => {
    const words = fc.string({ maxLength: 200 }).map((typed) => typed.replaceAll(/[`\r\n]/g, " ").trim());
    const made = fc.record({
      id: fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String),
      channelId: fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String),
      name: fc.string({ minLength: 1, maxLength: 60 }),
      cron: fc.constantFrom("0 9 * * *", "*/30 9-17 * * MON-FRI", "0 18 L * *", "0 17 * * 5L", "0 10 * * 1#1,1#3"),
      words,
      timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"),
      prompt: fc.string({ minLength: 1, maxLength: 2_000 }),
      output: fc.constantFrom("text" as const, "image" as const),
      tools: fc.boolean(),
      budgetMicroUsd: fc.option(fc.integer({ min: 1, max: 10_000 }).map((cents) => cents * 10_000)),
    });
    fc.assert(fc.property(made, (one) => void expect(back(writeDraft(one))).toEqual(one)));
    fc.assert(fc.property(made, (one) => void expect(["schedule-save", ...writeDraft(one).args].join(":").length).toBeLessThanOrEqual(100)));
  });

  it.each([
    ["a rhythm that may not be", { cron: "* * * * *" }],
    ["fields that are none", { cron: "x" }],
    ["a zone that is none", { timeZone: "Atlantis" }],
    ["an id that is none", { id: "1; DROP" }],
    ["a channel that is none", { channelId: "here" }],
    ["nothing to post", { prompt: "" }],
    ["no name", { name: "" }],
    ["a name that is too long", { name: "n".repeat(61) }],
  ])("with %s is nothing", (_, more) => {
    expect(back(writeDraft(draft(more)))).toBeNull();
  });

  it("with other flags, another budget or fewer fields is nothing", () => {
    const written = writeDraft(draft());
    for (const args of [["123", "x1", "0"], ["123", "t2", "0"], ["123", "t1", "-5"], ["123", "t1", ""], ["123"], []])
      expect(readDraft({ ...written, args })).toBeNull();
    expect(readDraft({ ...written, fields: [] })).toBeNull();
    expect(readDraft({ ...written, fields: [written.fields[0]] })).toBeNull();
  });
});
