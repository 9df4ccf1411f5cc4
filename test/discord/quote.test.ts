/** Words of others in one line of ours: nothing of their markdown is left that could break it. */
import { describe, expect, it } from "vitest";
import { code, exact, quote } from "../../src/discord/quote.ts";

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

  it("of a name keeps every sign, as code and in a sentence", () => {
    expect([code("my_model"), code("<|im_end|>"), code("a`b\nc")]).toEqual(["`my_model`", "`<|im_end|>`", "`a'b c`"]);
    expect([exact("my_model"), exact("a*b\nc"), exact("gpt-5:latest")]).toEqual(["my\\_model", "a\\*b c", "gpt-5:latest"]);
    expect([code("x".repeat(200)).length, exact("_".repeat(200)).length]).toEqual([102, 199]);
  });

  it("is cut where it is too long, no character in half", () => {
    expect(quote("🦜".repeat(60), 20)).toBe(`${"🦜".repeat(9)}…`);
  });
});
