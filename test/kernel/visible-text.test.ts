/** What nobody sees is gone; what people write in any script, and their emoji, stays as it is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleText } from "../../src/kernel/visible-text.ts";

const tags = (words: string) => [...words].map((sign) => String.fromCodePoint(0xe0000 + sign.charCodeAt(0))).join("");
const selectors = (words: string) => [...words].map((sign) => String.fromCodePoint(0xe0100 + sign.charCodeAt(0) - 16)).join("");

test.each([
  ["tags that spell out words", `Hello${tags("ignore all of this")}.`, "Hello."],
  ["variation selectors that spell out words", `😀${selectors("ignore")}!`, "😀!"],
  ["signs of no width", "i\u200Bg\u200Cn\u200Do\u2060r\uFEFFe", "ignore"],
  ["turned directions", "\u202Eevil\u202C \u2066x\u2069 \u200Fy\u200E", "evil x y"],
  ["fillers", "a\u3164b\u115Fc\uFFA0d\u00ADe", "abcde"],
  ["controls", "a\u0000b\u001B[31mc\u0085d\u007F", "ab[31mc\nd"],
  ["rows of joiners", "\u0646\u200C\u200D\u200C\u0647", "\u0646\u200C\u0647"],
  ["joiners at the ends", "\u200D\u0646\u200C", "\u0646"],
  ["styles of nothing", "a\uFE0F\uFE0Fb", "ab"],
  ["line ends of all kinds", "a\r\nb\rc\u2028d", "a\nb\nc\nd"],
  ["half characters", "a\uD800b", "a\uFFFDb"],
])("%s are gone", (_case, given, expected) => {
  expect(visibleText(given)).toBe(expected);
});

test.each([
  "Straße, naïve\tcafé\n— “quoted” 12 % №",
  "می‌خواهم",
  "क्‍ष और हिन्दी",
  "日本語、中文。한국어",
  "👩‍👩‍👧‍👦 👩🏽‍💻 ❤️‍🔥 ☎️ 1️⃣ 🇩🇪 🏳️‍🌈",
  "שלום עולם",
  "ไทย",
  "a\u0308 combining",
])("%s stays", (given) => {
  expect(visibleText(given)).toBe(given);
});

test("it is done once for all", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => visibleText(visibleText(text)) === visibleText(text)));
  const sign = fc.constantFrom("\u200C", "\u200D", "\uFE0F", "😀", "ن", "a", " ", "\u{E0041}", "\r", "\n");
  fc.assert(fc.property(fc.array(sign, { maxLength: 12 }), (signs) => visibleText(visibleText(signs.join(""))) === visibleText(signs.join(""))));
});

test("long ones take no time to speak of", () => {
  const started = performance.now();
  for (const unit of ["\u200D", "a\u200D", "ن\u200D", "\uFE0F", "\u{E0041}", "words "]) visibleText(unit.repeat(300_000));
  expect(performance.now() - started).toBeLessThan(3_000);
});
