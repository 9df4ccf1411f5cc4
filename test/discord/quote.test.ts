/** Words of others in one line of ours: nothing of their markdown is left that could break it. */
import { describe, expect, it } from "vitest";
import { quote } from "../../src/discord/quote.ts";

describe("a quote", () => {
  it.for([
    ["Pick on **Wednesday from 15:00**. Who can?", "Pick on Wednesday from 15:00. Who can?"],
    ["the *demo*, a `script`!", "the demo, a script!"],
    ["two\nlines | and_more", "two lines and more"],
    ["a ** . b", "a . b"],
    ["**whole**", "whole"],
    ["[x](https://a.b)", "x (https://a.b)"],
  ])("of %j is %j", ([text, line]) => {
    expect(quote(text as string)).toBe(line);
  });

  it("is cut where it is too long, no character in half", () => {
    expect(quote("🦜".repeat(60), 20)).toBe(`${"🦜".repeat(9)}…`);
  });
});
