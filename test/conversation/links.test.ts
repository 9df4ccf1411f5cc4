/** Links in a question: which are read, how much of them, and what is said of the others. */
import { describe, expect, it, test } from "vitest";
import { findLinks, readLinks } from "../../src/conversation/links.ts";
import { textsFor } from "../../src/locales/index.ts";
import { createGuardedFetch } from "../../src/net/guarded-fetch.ts";
import { createFakeWeb, html } from "../net/fake-web.ts";

const page = (title: string, words: string) => html(`<title>${title}</title><p>${words}</p>`);
const open = (answers: Parameters<typeof createFakeWeb>[0]) => {
  const web = createFakeWeb(answers);
  const readPage = createGuardedFetch({ ...web, allowPrivate: false });
  return { web, read: (prompt: string, signal = new AbortController().signal) => readLinks(prompt, readPage, textsFor("en"), signal) };
};

test.each([
  ["Sum up https://a.example/x?y=1#z, please.", ["https://a.example/x?y=1#z"]],
  ["(see https://a.example/b_(c)) and <https://b.example/>.", ["https://a.example/b_(c)", "https://b.example/"]],
  ["[words](https://a.example/1) **https://b.example/2**", ["https://a.example/1", "https://b.example/2"]],
  ["HTTPS://A.example twice: HTTPS://A.example!", ["HTTPS://A.example"]],
  ["in code: `https://a.example/` and ```\nhttps://b.example/\n``` and ``x ` https://c.example/``", []],
  ["an open fence ```\nhttps://b.example/", []],
  ["https://discord.com/channels/1/2/3 https://discord.gg/x https://cdn.discordapp.com/a.png https://ptb.discord.com/x https://media.discordapp.net/", []],
  ["https://notdiscord.com/ https://discord.com.evil.example/", ["https://notdiscord.com/", "https://discord.com.evil.example/"]],
  ["ftp://a.example javascript:alert(1) a.example www.a.example http:// https://", []],
])("in %j", (prompt, expected) => {
  expect(findLinks(prompt)).toEqual(expected);
});

describe("what is read", () => {
  it("are three pages, in the question's order", async () => {
    const { web, read } = open({
      "https://a.example/": page("A", "Of a."),
      "https://b.example/": page("B", "Of b."),
      "https://c.example/": page("C", "Of c."),
      "https://d.example/": page("D", "Of d."),
    });
    expect(await read("https://a.example/ https://b.example/ https://c.example/ https://d.example/")).toEqual({
      pages: [
        { title: "A", url: "https://a.example/", text: "Of a." },
        { title: "B", url: "https://b.example/", text: "Of b." },
        { title: "C", url: "https://c.example/", text: "Of c." },
      ],
      notices: ["I read only the first 3 links."],
    });
    expect(web.asked).toHaveLength(3);
  });

  it("is at most twenty thousand characters in all, short ones whole", async () => {
    const { read } = open({
      "https://a.example/": page("A", "long ".repeat(10_000)),
      "https://b.example/": page("B", "short"),
      "https://c.example/": page("C", "🐈".repeat(20_000)),
    });
    const { pages } = await read("https://a.example/ https://b.example/ https://c.example/");
    expect(pages.map(({ text }) => text.length)).toEqual([9_997, 5, 9_996]);
    expect(pages.every(({ text }) => text.isWellFormed())).toBe(true);
  });

  it("is nothing where there is no link", async () => {
    const { web, read } = open({});
    expect(await read("no link here")).toEqual({ pages: [], notices: [] });
    expect(web.asked).toEqual([]);
  });
});

describe("what cannot be read", () => {
  it.each([
    ["http://192.168.0.1/", "192.168.0.1 belongs to a private network."],
    ["https://ada:pw@a.example/", "There is a name or a password in the link to a.example"],
    ["https://a.example/gone", "its server said no (404)"],
    ["https://a.example/picture", "What is at a.example is not a text"],
    ["https://a.example/empty", "has no words that I can read"],
    ["https://a.example/down", "I couldn't reach a.example."],
    ["https://a.example:22/", "is not an address I can open"],
  ])("%s is told in a sentence, and the others are read all the same", async (link, expected) => {
    const { read } = open({
      "https://a.example/picture": new Response("x", { headers: { "content-type": "image/png" } }),
      "https://a.example/empty": html("<script>1</script>"),
      "https://a.example/down": "refused",
      "https://b.example/": page("B", "Of b."),
    });
    const { pages, notices } = await read(`${link} https://b.example/`);
    expect(pages).toHaveLength(1);
    expect(notices).toEqual([expect.stringContaining(expected)]);
    expect(notices[0]).not.toContain("pw");
  });

  it("ends with the turn", async () => {
    const stop = new AbortController();
    const running = open({ "https://a.example/": "hangs" }).read("https://a.example/", stop.signal);
    stop.abort("stop");
    await expect(running).rejects.toBe("stop");
  });
});
