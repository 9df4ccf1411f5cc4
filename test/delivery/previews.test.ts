/** Addresses that a model writes get no preview: Discord would fetch them, with whatever is written into them. */
import { describe, expect, it } from "vitest";
import { withoutPreviews } from "../../src/delivery/previews.ts";

describe("an address in an answer", () => {
  it.each([
    ["https://evil.example/?q=secret", "<https://evil.example/?q=secret>"],
    ["See https://a.example/x.", "See <https://a.example/x>."],
    ["(https://a.example/x_(y))", "(<https://a.example/x_(y)>)"],
    ["[here](https://a.example/?q=1)", "[here](<https://a.example/?q=1>)"],
    ["![](https://a.example/p.png?q=1)", "![](<https://a.example/p.png?q=1>)"],
    ["**https://a.example**", "**<https://a.example>**"],
    ["||https://a.example/x||", "||<https://a.example/x>||"],
    ["HTTPS://A.example/x https://b.example/", "<HTTPS://A.example/x> <https://b.example/>"],
    ['[title](https://a.example/ "words")', '[title](<https://a.example/> "words")'],
    ["a`https://a.example", "a`<https://a.example>"],
    ["https://a.example/`x`?q=1", "<https://a.example/>`x`?q=1"],
  ])("%s", (written, shown) => {
    expect(withoutPreviews(written, true)).toBe(shown);
  });

  it.each([
    "<https://a.example/x>",
    "[¹](<https://a.example/x>)",
    "`curl https://a.example/x`",
    "```sh\ncurl https://a.example/x\n```",
    "https://discord.com/channels/1/2/3",
    "no address: https:// and http",
  ])("stays as it is: %s", (written) => {
    expect(withoutPreviews(written, true)).toBe(written);
  });

  it("has none while it grows, either", () => {
    const text = "Look: [a](https://evil.example/?q=secret) and https://b.example/x`y` more";
    for (let length = 0; length <= text.length; length++) {
      const shown = withoutPreviews(text.slice(0, length), false);
      expect(shown).not.toMatch(/(?<!<)https?:\/\/\w/);
    }
  });
});
