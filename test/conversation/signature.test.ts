/** What an answer begins with. */
import { describe, expect, it } from "vitest";
import { signed } from "../../src/conversation/signature.ts";

describe("an answer", () => {
  const wick = { name: "Old *Wick*", emoji: "🗼" };

  it("of nobody, or without a word, has nothing added", () => {
    expect(signed("Hello.", undefined)).toBe("Hello.");
    expect(signed("", wick)).toBe("");
  });

  it("has the persona's name in a small line, without its Markdown", () => {
    expect(signed("Hello.", wick)).toBe("-# 🗼 Old Wick\nHello.");
    expect(signed("Hello.", { name: "Tin" })).toBe("-# 🎭 Tin\nHello.");
    expect(signed("-# 🎭 Tin\nHello.", { name: "Tin" })).toBe("-# 🎭 Tin\nHello.");
  });

  it("begins with its prefix, once, though the model wrote it already", () => {
    expect(signed("Hello.", { ...wick, prefix: "🗼 " })).toBe("🗼 Hello.");
    expect(signed("🗼 Hello.", { ...wick, prefix: "🗼 " })).toBe("🗼 Hello.");
    expect(signed(signed("Hello.", { ...wick, prefix: "~" }), { ...wick, prefix: "~" })).toBe("~Hello.");
  });

  it("begins with a prefix of letters, though its first word does, too", () => {
    expect(signed("In short, yes.", { ...wick, prefix: "I " })).toBe("I In short, yes.");
    expect(signed("I see.", { ...wick, prefix: "I " })).toBe("I see.");
  });

  it("keeps blocks of Markdown at the beginning of their line", () => {
    for (const block of ["```js\n1\n```", "# Title", "- one", "1. one", "> quoted", "-# small"])
      expect(signed(block, { ...wick, prefix: "🗼 " })).toBe(`🗼\n${block}`);
    expect(signed("-5 degrees", { ...wick, prefix: "🗼 " })).toBe("🗼 -5 degrees");
  });
});
