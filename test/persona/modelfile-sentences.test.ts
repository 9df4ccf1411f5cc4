/** Every problem and every notice has a sentence in both languages, with its place and what to do. */
import { describe, expect, it } from "vitest";
import { de } from "../../src/locales/de.ts";
import { en } from "../../src/locales/en.ts";
import { type ExtraReason, extraKeys } from "../../src/persona/modelfile/extra-values.ts";
import type { JsonReason } from "../../src/persona/modelfile/json.ts";
import type { NoticeDetail, ProblemDetail } from "../../src/persona/modelfile/problems.ts";
import { noticeSentence, problemSentence } from "../../src/persona/modelfile/sentences.ts";

const known = "{bot}, {user}";
const extraReasons: ExtraReason[] = ["empty", "too-long", "control", "forbidden", "reserved", "not-one-emoji", "not-https"];
const jsonReasons: JsonReason[] = [
  "unfinished",
  "comma-at-end",
  "missing-comma",
  "missing-colon",
  "quotes",
  "text-not-closed",
  "escape",
  "number",
  "comment",
  "unexpected",
  "too-deep",
  "after-end",
];

/** By code, so that a new one is missed here at once. */
const problems: { [Code in ProblemDetail["code"]]: Extract<ProblemDetail, { code: Code }>[] } = {
  "too-large": [{ code: "too-large", bytes: 70_000, limit: 65_536 }],
  binary: [{ code: "binary" }],
  "not-a-modelfile": [{ code: "not-a-modelfile" }],
  "from-missing": [{ code: "from-missing" }],
  "from-twice": [{ code: "from-twice", firstLine: 2 }],
  "from-file": [{ code: "from-file", value: "./a.gguf" }],
  "unknown-instruction": [
    { code: "unknown-instruction", word: "SYTEM", suggestion: "SYSTEM" },
    { code: "unknown-instruction", word: "Hello", suggestion: null },
  ],
  "text-after-block": [{ code: "text-after-block", nextLine: 4 }],
  "no-blank": [{ code: "no-blank", after: "SYSTEM" }],
  "empty-value": [{ code: "empty-value", what: "SYSTEM" }],
  unterminated: [
    { code: "unterminated", quote: '"""', textAfter: false },
    { code: "unterminated", quote: '"', textAfter: true },
  ],
  "unknown-parameter": [
    { code: "unknown-parameter", name: "temprature", suggestion: "temperature" },
    { code: "unknown-parameter", name: "x", suggestion: null },
  ],
  "bad-value": [
    { code: "bad-value", parameter: "temperature", value: "hot", kind: "number", min: 0, max: 2, comment: false },
    { code: "bad-value", parameter: "num_ctx", value: "1 # a", kind: "integer", min: 1, max: 1e9, comment: true },
    { code: "bad-value", parameter: "seed", value: "x", kind: "integer", min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, comment: false },
    { code: "bad-value", parameter: "numa", value: "x", kind: "boolean", min: 0, max: 1, comment: false },
  ],
  "bad-role": [{ code: "bad-role", role: "bot", suggestion: null }],
  "bad-version": [{ code: "bad-version", value: "soon" }],
  "missing-system": [{ code: "missing-system" }],
  "unknown-placeholder": [
    { code: "unknown-placeholder", word: "usr", suggestion: "user", known },
    { code: "unknown-placeholder", word: "foo", suggestion: null, known },
  ],
  unwritable: [{ code: "unwritable", what: "SYSTEM", textLine: 3 }],
  "bad-extra": extraKeys.flatMap((key) => extraReasons.map((reason) => ({ code: "bad-extra" as const, key, reason, most: 32 }))),
  "unknown-extra": [
    { code: "unknown-extra", key: "nam", suggestion: "name", known: "name, emoji" },
    { code: "unknown-extra", key: "x", suggestion: null, known: "name, emoji" },
  ],
  "extra-twice": [{ code: "extra-twice", key: "name", firstLine: 1 }],
  "json-syntax": [
    ...jsonReasons.map((reason) => ({ code: "json-syntax" as const, reason, found: "x" })),
    { code: "json-syntax", reason: "unfinished", found: "" },
  ],
  "json-no-persona": [{ code: "json-no-persona" }],
  "json-no-prompt": [{ code: "json-no-prompt" }],
  "json-not-text": [{ code: "json-not-text", key: "emoji" }],
};
const notices: { [Code in NoticeDetail["code"]]: Extract<NoticeDetail, { code: Code }> } = {
  "unused-parameter": { code: "unused-parameter", parameter: "mirostat" },
  "unused-instruction": { code: "unused-instruction", instruction: "TEMPLATE" },
  overridden: { code: "overridden", what: "SYSTEM", byLine: 7 },
  swallowed: { code: "swallowed", what: "SYSTEM", textLine: 3 },
  "ignored-key": { code: "ignored-key", key: "colour" },
};

describe.each([
  ["English", en, /^Line 1,234, column 5: /],
  ["German", de, /^Zeile 1\.234, Spalte 5: /],
] as const)("in %s", (_language, texts, place) => {
  const all = [
    ...Object.values(problems).flatMap((examples) => examples.map((problem) => problemSentence({ ...problem, line: 1_234, column: 5 }, texts.modelfile))),
    ...Object.values(notices).map((notice) => noticeSentence({ ...notice, line: 1_234, column: 5 }, texts.modelfile)),
  ];

  it("each begins with its place and is whole sentences, so short that ten fit a message", () => {
    for (const sentence of all) {
      expect(sentence).toMatch(place);
      expect(sentence).not.toMatch(/undefined|NaN|null|\[object|: [a-zäöü].*: this/);
      expect(sentence).toMatch(/[.?!”“`]$/);
      expect(sentence.length).toBeLessThanOrEqual(340);
    }
  });

  it("no two say the same", () => {
    expect(new Set(all).size).toBe(all.length);
  });

  it("an edit's problem has no place", () => {
    expect(problemSentence({ code: "unwritable", what: "SYSTEM", textLine: 3 }, texts.modelfile)).not.toMatch(place);
  });
});

it("names what is near and what is allowed", () => {
  const say = (problem: ProblemDetail) => problemSentence(problem, en.modelfile);
  expect(say({ code: "unknown-instruction", word: "SYTEM", suggestion: "SYSTEM" })).toBe("“SYTEM” is no instruction. Did you mean SYSTEM?");
  expect(say({ code: "bad-value", parameter: "temperature", value: "hot", kind: "number", min: 0, max: 2, comment: false })).toBe(
    "“hot” is no value for temperature, which takes a number from 0 to 2.",
  );
  expect(say({ code: "too-large", bytes: 70_000, limit: 65_536 })).toContain("69 KiB, and 64 KiB fit");
  expect(say({ code: "unknown-placeholder", word: "usr", suggestion: "user", known })).toContain("{usr}. Did you mean {user}?");
});
