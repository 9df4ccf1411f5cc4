/** The explanation of an answer: complete, readable, and never longer than a message. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatUsd, renderWhy } from "../../src/commands/render-why.ts";
import { de } from "../../src/locales/de.ts";
import { en } from "../../src/locales/en.ts";
import type { TurnRecord } from "../../src/turns/store.ts";
import { turnRecord } from "../edge/turn-record.ts";

const full = turnRecord({
  trigger: "regenerate",
  outcome: "failed",
  reason: "rate-limited",
  explanation: {
    ...turnRecord().explanation,
    models: ["first", "small-model"],
    notices: [en.notice.contentBlank(3), "An own sentence."],
    restarts: ["broken-stream"],
  },
});

describe("renderWhy", () => {
  it("tells trigger, models, layers, context, notices, restarts, tokens, cost, times, delivery and outcome", () => {
    const answered = renderWhy(turnRecord(), en);
    for (const part of [
      "You asked with /ask",
      "<t:1763665200:f>",
      "Answered, as a reply",
      "`small-model`",
      "default from prompts/default.md (about 120 tokens)",
    ])
      expect(answered).toContain(part);
    for (const part of [
      "4 messages of our conversation",
      "20 messages of the channel",
      "1,234 tokens in (200 of them cached), 56 out",
      "$0.00042",
      "first word after 0.8 s",
    ])
      expect(answered).toContain(part);
    const failed = renderWhy(full, en);
    for (const part of [
      "You asked for a new answer",
      "Failed (rate-limited)",
      "`first` → `small-model`",
      "3 messages here reach me",
      "An own sentence.",
      "broken-stream",
    ])
      expect(failed).toContain(part);
    expect(renderWhy(full, de)).toContain("Du wolltest eine neue Antwort");
  });

  it("tells who decided about the model, whose endpoint it was asked at, and who pays", () => {
    const { explanation } = turnRecord();
    const why = (more: object, costMicroUsd = 421, texts = en) => renderWhy(turnRecord({ costMicroUsd, explanation: { ...explanation, ...more } }), texts);
    expect(why({})).toContain("**Model** `small-model`\n");
    expect(why({ modelFrom: "channel" })).toContain("**Model** `small-model`, chosen by this channel");
    expect(why({ modelFrom: "user" }, 421, de)).toContain("gewählt von dir");
    const own = { host: "own.example", priced: true };
    expect(why({ modelFrom: "endpoint", own })).toContain("`small-model`, at this server's own endpoint, own.example");
    expect(why({ own })).toContain("**Cost** about $0.00042, paid by this server");
    expect(why({ own: { ...own, priced: false } }, 0)).toContain("unknown to me, paid by this server");
    // Of a newer version, or forged: unknown words are left out.
    expect(why({ modelFrom: "constructor" })).toContain("**Model** `small-model`\n");
  });

  it("tells what a message menu was used for, and how much of it was read", () => {
    const { explanation } = turnRecord();
    const replied = { ...explanation, delivery: "reply" as const, context: { ...explanation.context, quoted: 90 } };
    const text = renderWhy(turnRecord({ trigger: "reply", explanation: replied }), en);
    for (const part of ["You had me reply to a message", "as a reply to the message", "the message and what it replies to (about 90 tokens)"])
      expect(text).toContain(part);
    expect(renderWhy(turnRecord({ trigger: "panel" }), en)).toContain("You asked me about a message");
    expect(renderWhy(turnRecord({ trigger: "panel" }), de)).toContain("Du hast mich zu einer Nachricht gefragt");
  });

  it("names what people set as what it is, with who and when", () => {
    const layers = [
      { name: "default", source: "SYSTEM_PROMPT", tokens: 9 },
      { name: "thread", source: "/setprompt", tokens: 40, set: { by: "123", at: 1_763_665_200_000 } },
    ];
    const record = turnRecord({ explanation: { ...turnRecord().explanation, layers } });
    expect(renderWhy(record, en)).toContain(
      "- default from SYSTEM_PROMPT (about 9 tokens)\n- this thread's instructions, set by <@123> <t:1763665200:R> (about 40 tokens)",
    );
    expect(renderWhy(record, de)).toContain("- Anweisungen dieses Threads, gesetzt von <@123> <t:1763665200:R> (etwa 40 Tokens)");
  });

  it("fits into a message and cuts no character in half, whatever the record holds", () => {
    const words = fc.array(fc.string({ unit: "grapheme", maxLength: 600 }), { maxLength: 30 });
    fc.assert(
      fc.property(words, words, words, fc.constantFrom(en, de), (sources, notices, restarts, texts) => {
        const layers = sources.map((source) => ({ name: source, source, tokens: 1 }));
        const text = renderWhy({ ...full, explanation: { ...full.explanation, layers, notices, restarts, models: restarts } }, texts);
        expect(text.length).toBeLessThanOrEqual(2000);
        if (sources.every((word) => word.isWellFormed()) && notices.every((word) => word.isWellFormed()) && restarts.every((word) => word.isWellFormed()))
          expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe("formatUsd", () => {
  it("has five decimals at most and rounds nothing down to nothing", () => {
    const cases: [number, string][] = [
      [0, "$0"],
      [1, "< $0.00001"],
      [10, "$0.00001"],
      [421, "$0.00042"],
      [12_300, "$0.0123"],
      [100_000, "$0.10"],
      [250_000, "$0.25"],
      [1_234_567, "$1.23"],
    ];
    for (const [micro, shown] of cases) expect(formatUsd(micro)).toBe(shown);
  });
});

describe("what nobody asked for", () => {
  const unasked = {
    action: "fomo",
    mood: "bubbly",
    gates: [
      { gate: "lull", passed: true, value: 80.123, bar: 66 },
      { gate: "a-new-one", passed: true },
      { gate: "chance", passed: false, value: 0.5 },
    ],
  };
  const turn = (more: object, over: Partial<TurnRecord> = {}) => {
    const record = turnRecord({ trigger: "speak", ...over });
    return { ...record, explanation: { ...record.explanation, unasked: { ...unasked, ...more } } };
  };

  it("is told with its action, its mood and every gate, in both languages", () => {
    const text = renderWhy(turn({}), en);
    expect(text).toContain("because a conversation had gone on without me, in the mood “bubbly”");
    expect(text).toContain("✓ seconds of quiet: 80 (bar 66) · ✓ `a-new-one` · ✗ how likely it is to be welcome: 0.5");
    expect(text).not.toContain("Right before the post");
    expect(renderWhy(turn({ again: { passed: false, gates: [{ gate: "age", passed: false }] } }, { outcome: "discarded" }), de)).toMatch(
      /weil ein Gespräch lange ohne mich lief[\s\S]*Direkt vor dem Posten\*\* ✗ Sekunden seit dem Einfall\nWas ich sagen wollte/,
    );
    expect(renderWhy(turn({ webhook: true, rehearsal: true }, { outcome: "silent" }), en)).toMatch(/by the persona's webhook, only tried[\s\S]*nothing to say/);
  });

  it("fits into a message, however many gates there are", () => {
    const gates = Array.from({ length: 200 }, (_, index) => ({ gate: `gate-${index}`, passed: true, value: index, bar: 1 }));
    const text = renderWhy(turn({ gates, again: { passed: true, gates } }), en);
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(text).toContain("Cost");
  });
});
