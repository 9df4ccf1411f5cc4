/** Numbers of sources in an answer, as people see them. */
import { describe, expect, it } from "vitest";
import { cite, listSources, sourceLine } from "../../src/conversation/cited.ts";
import { textsFor } from "../../src/locales/index.ts";

const sources = [
  { title: "Parrots", url: "https://www.parrots.example/kiwi_(bird)?a=1>2" },
  { title: "Kiwis", url: "https://kiwis.example/" },
];
const texts = textsFor("en");

describe("citations", () => {
  it("are links without a preview, by raised numbers", () => {
    expect(cite("It flies [1], or not [2][1].", sources, true)).toBe(
      "It flies [¹](<https://www.parrots.example/kiwi_(bird)?a=1%3E2>), or not [²](<https://kiwis.example/>) [¹](<https://www.parrots.example/kiwi_(bird)?a=1%3E2>).",
    );
  });

  it("that nobody gave are dropped, and code stays as it is", () => {
    expect(cite("So [7], `a[1]`.", sources, true)).toBe("So, `a[1]`.");
  });

  it("nothing was found: brackets are brackets", () => {
    expect(cite("As in [1].", [], true)).toBe("As in [1].");
  });

  it("do not flicker while the text grows", () => {
    const whole = "It flies [1], or not [2].";
    for (let length = 1; length < whole.length; length++) {
      const shown = cite(whole.slice(0, length), sources, false);
      expect(cite(whole, sources, true).startsWith(shown.trimEnd())).toBe(true);
    }
  });

  it("those that are cited stand in the line below; where none is, all that were read", () => {
    const text = cite("It flies [2].", sources, true);
    expect(sourceLine(text, sources, texts)).toEqual(["-# Sources: [² kiwis.example](<https://kiwis.example/>)"]);
    expect(sourceLine("It flies.", sources, texts)[0]).toMatch(/¹ parrots\.example.* · .*² kiwis\.example/);
    expect(sourceLine("It flies.", [], texts)).toEqual([]);
    expect(listSources(text, sources).map(({ number, cited }) => [number, cited])).toEqual([
      [1, false],
      [2, true],
    ]);
  });
});
