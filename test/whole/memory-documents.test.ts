// /memory add and what comes of it: files, pages and texts become documents of the server, whole or not at all, and every refusal is a sentence.
import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { InteractionHandle } from "../../scripts/playground/discord/discord.ts";
import { labels, memoryOf, optOut, said, shown } from "./memory.ts";
import { guildOf, manager, type Place, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
let boss: Place;
let memory: ReturnType<typeof memoryOf>;
useWorld((fresh) => {
  world = fresh;
});
beforeEach(async () => {
  await env.DB.batch(["documents", "passages", "memory_scopes"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  boss = { user: manager(world), channel: world.channel };
  memory = memoryOf(world);
});

const add = (options: Parameters<typeof memory.use>[2], place = boss) => memory.use(place, "add", options);
const file = (name: string, type: string, words: string | Uint8Array) =>
  world.discord.putFile(name, type, typeof words === "string" ? new TextEncoder().encode(words) : words);
const documents = () =>
  rows("SELECT d.name, d.source, count(p.id) AS n FROM documents d LEFT JOIN passages p ON p.document_id = d.id GROUP BY d.id ORDER BY d.id");
const texts = async () => (await rows("SELECT text FROM passages ORDER BY id")).map(({ text }) => text);
/** Pages of the web beside the world's own. */
function serve(pages: Record<string, () => Response>): string[] {
  const before = globalThis.fetch;
  const asked: string[] = [];
  vi.stubGlobal("fetch", (input: RequestInfo | URL, init?: RequestInit) => {
    const { url, headers } = new Request(input, init);
    const page = pages[url];
    if (page !== undefined) asked.push(`${url} ${headers.get("user-agent")}`);
    return page === undefined ? before(input, init) : Promise.resolve(page());
  });
  return asked;
}
const html = (words: string) => () => new Response(words, { headers: { "content-type": "text/html; charset=utf-8" } });
const paragraphs = (n: number) => Array.from({ length: n }, (_, i) => `Paragraph ${i} of the rules. ${"It says something. ".repeat(20)}`).join("\n\n");

describe("a file", () => {
  test("becomes passages under its name, which the answer counts; members see it in the list", async () => {
    const done = await add({ file: file("rules.md", "text/markdown", `# Rules\n\n${paragraphs(6)}`) });
    expect(done.original()?.isPrivate).toBe(true);
    expect(said(done)).toMatch(/^I know \*\*rules\.md\*\* from now on: \d passages\./);
    expect(await documents()).toEqual([{ name: "rules.md", source: "rules.md", n: (await texts()).length }]);
    expect((await texts())[1]).toMatch(/^Rules\nParagraph/);
    const list = await memory.use({ ...boss, user: world.ada }, "show", { about: "documents" });
    expect(shown(list)).toMatch(/^1\. \*\*rules\.md\*\*\n-# \d passages · [\d,]+ characters · rules\.md · <t:\d+:d> · by <@\d+>$/);
  });

  test("of any kind of text is read as what it is", async () => {
    await add({ file: file("page.html", "text/html", "<title>T</title><nav>Menu</nav><h1>House</h1><p>Be <b>kind</b> &amp; calm.") });
    await add({ file: file("scores.csv", "text/csv", "name,points\nada,12") });
    await add({ file: file("data.json", "application/json", '{"a": 1}') });
    await add({ file: file("main.py", "application/octet-stream", "# a comment\nprint(1)") });
    await add({ file: file("wide.txt", "text/plain", new Uint8Array([0xff, 0xfe, 0x68, 0, 0xfc, 0])) });
    await add({ file: file("bom.txt", "text/plain", "\uFEFFmarked"), name: "a  name\twith `ticks`" });
    expect(await texts()).toEqual(["# House\n\nBe kind & calm.", "name,points\nada,12", '{"a": 1}', "# a comment\nprint(1)", "hü", "marked"]);
    expect((await documents()).at(-1)).toMatchObject({ name: "a name with `ticks`", source: "bom.txt" });
    expect(shown(await memory.use(boss, "show", { about: "documents" }))).toContain("**a name with ticks**");
  });

  test("that is none is refused with a sentence that says what to do", async () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff]);
    expect(said(await add({ file: file("cat.png", "image/png", png) }))).toContain("“cat.png” is not a text");
    expect(said(await add({ file: file("liar.txt", "text/plain", png) }))).toContain("“liar.txt” is not a text");
    expect(said(await add({ file: file("book.pdf", "application/pdf", "%PDF-1.7") }))).toContain("“book.pdf” seems to be damaged");
    expect(said(await add({ file: file("old.txt", "text/plain", new Uint8Array([0x66, 0xfc, 0x72])) }))).toContain("Save it as UTF-8");
    expect(said(await add({ file: file("empty.txt", "text/plain", " \n ") }))).toContain("no text in “empty.txt”");
    expect(said(await add({ file: file("huge.txt", "text/plain", "x ".repeat(600 * 1024)) }))).toContain("too large");
    expect(said(await add({ file: file("huger.txt", "text/plain", "x".repeat(3 * 1024 * 1024)) }))).toContain("too large");
    const gone = file("gone.txt", "text/plain", "x");
    serve({ [gone.url]: () => new Response("", { status: 404 }) });
    expect(said(await add({ file: gone }))).toContain("can't be downloaded from Discord any more");
    expect(await documents()).toEqual([]);
  });
});

describe("a page", () => {
  test("is read as people would, named by its title, and by our honest name", async () => {
    const asked = serve({
      "https://docs.example/r": () => new Response("", { status: 301, headers: { location: "/rules" } }),
      "https://docs.example/rules": html("<title>House\n rules</title><script>x</script><main><h1>Rules</h1><p>Be kind.</main><footer>f</footer>"),
    });
    expect(said(await add({ url: "https://docs.example/r" }))).toMatch(/^I know \*\*House rules\*\* from now on: 1 passage\./);
    expect(await documents()).toEqual([{ name: "House rules", source: "https://docs.example/rules", n: 1 }]);
    expect(await texts()).toEqual(["# Rules\n\nBe kind."]);
    expect(asked[0]).toMatch(/ Edgewise\/\d+\.\d+\.\d+ \(\+https:\/\/github\.com\/.*\)$/);
    expect(shown(await memory.use(boss, "show", { about: "documents" }))).toContain("[docs.example](https://docs.example/rules)");
  });

  test("that nobody should read, or nobody can, is refused with a sentence of its own", async () => {
    serve({
      "https://docs.example/inside": () => new Response("", { status: 302, headers: { location: "http://127.0.0.1/" } }),
      "https://docs.example/404": () => new Response("", { status: 404 }),
      "https://docs.example/png": () => new Response("x", { headers: { "content-type": "image/png" } }),
      "https://docs.example/big": () => new Response("x".repeat(2 * 1024 * 1024 + 1), { headers: { "content-type": "text/plain" } }),
      "https://docs.example/empty": html("<nav></nav>"),
      "https://docs.example/off": () => {
        throw new TypeError("refused");
      },
    });
    const expected: [string, string][] = [
      ["http://127.0.0.1/", "private network"],
      ["http://localhost:8787/", "private network"],
      ["http://2130706433/", "private network"],
      ["http://[::ffff:7f00:1]/", "private network"],
      ["http://169.254.169.254/latest/meta-data", "private network"],
      ["https://docs.example/inside", "private network"],
      ["https://ada:pw@docs.example/", "name or a password"],
      ["file:///etc/passwd", "not an address"],
      ["rules", "not an address"],
      ["https://docs.example/404", "said no (404)"],
      ["https://docs.example/png", "not a text"],
      ["https://docs.example/big", "too large"],
      ["https://docs.example/empty", "no text"],
      ["https://docs.example/off", "couldn't reach"],
    ];
    for (const [url, words] of expected) expect([url, said(await add({ url, name: "n" }))]).toEqual([url, expect.stringContaining(words)]);
    expect(await documents()).toEqual([]);
  });
});

describe("a text", () => {
  test("has a name; without one, or without anything, a window asks for it and hands the words back", async () => {
    expect(said(await add({ text: "Be kind.", name: "Rules" }))).toContain("**Rules**");
    const named = await add({ text: "Be calm." });
    expect(JSON.stringify(named.modal)).toContain("Be calm.");
    expect(said(await memory.submit(boss, named, { name: "More rules", text: "Be calm." }))).toContain("**More rules**");
    const asked = await add({});
    expect(said(await memory.submit(boss, asked, { name: "Long", text: paragraphs(5) }))).toMatch(/\*\*Long\*\* from now on: \d passages/);
    expect((await documents()).map(({ name, source }) => [name, source])).toEqual([
      ["Rules", ""],
      ["More rules", ""],
      ["Long", ""],
    ]);
  });

  test("is one thing at a time, and its name fits", async () => {
    const both = await add({ text: "Be kind.", name: "n", url: "https://docs.example/" });
    expect([said(both), shown(both)]).toEqual([expect.stringContaining("Give me one thing"), expect.stringContaining("Be kind.")]);
    const long = await world.discord.interact({
      ...boss,
      kind: "slash",
      command: "memory",
      path: ["add"],
      options: { text: "x", name: "n".repeat(99) },
      force: true,
    });
    expect(said(long)).toContain("The name has 99 characters, and 80 fit.");
    const huge = await world.discord.interact({
      ...boss,
      kind: "slash",
      command: "memory",
      path: ["add"],
      options: { text: "y ".repeat(35_000), name: "huge" },
      force: true,
    });
    expect([said(huge), shown(huge)]).toEqual([expect.stringContaining("69,999 characters, and 4,000 fit here"), expect.stringContaining("y y y")]);
    expect(await documents()).toEqual([]);
  });

  test("is for managers, asked anew at each press; members get their words back", async () => {
    const refused = await add({ text: "Be kind.", name: "Rules" }, { ...boss, user: world.ada });
    expect([said(refused), shown(refused)]).toEqual([expect.stringContaining("up to those who may manage the server"), expect.stringContaining("Be kind.")]);
    const done = await add({ text: "Be kind.", name: "Rules" });
    const id = (await rows("SELECT id FROM documents"))[0]?.id;
    for (const customId of [`memory-remove:${id}`, `memory-remove-yes:${id}`, "memory-replace:text", "memory-replace:url"]) {
      const forged = await world.discord.interact({
        user: world.ada,
        channel: world.channel,
        kind: "button",
        message: done.original()?.record ?? "",
        customId,
        force: true,
      });
      expect(said(forged)).toContain("up to those who may manage the server");
    }
    expect(await documents()).toHaveLength(1);
  });

  test("of somebody who opted out is not kept", async () => {
    await optOut(world, boss);
    expect(said(await add({ text: "Be kind.", name: "Rules" }))).toContain("You opted out");
    expect(await documents()).toEqual([]);
  });
});

describe("a second one of the same name", () => {
  test.each([
    ["text", () => ({ text: "Be calm.", name: "RULES" })],
    ["file", () => ({ file: file("new.txt", "text/plain", "Be calm."), name: "RULES" })],
    ["url", () => ({ url: "https://docs.example/new", name: "RULES" })],
  ] as const)("takes the first one's place after a press: %s", async (_kind, given) => {
    serve({ "https://docs.example/new": html("<p>Be calm.") });
    await add({ text: "Be kind.", name: "Rules" });
    const asked = await add(given());
    expect(said(asked)).toContain("There is a document **Rules** already (1 passage)");
    expect(await texts()).toEqual(["Be kind."]);
    expect(labels(asked)).toEqual(["Replace it", "Keep it"]);
    const done = await memory.press(boss, asked, "Replace it");
    await world.discord.waitFor(() => said(done).includes("**RULES** is replaced: 1 passage"), { timeoutMs: 10_000, what: "the replacement" });
    expect(shown(done)).toBe("");
    expect(await texts()).toEqual(["Be calm."]);
    expect((await world.discord.redeliver(done)).status).toBe(200);
    expect(await documents()).toMatchObject([{ name: "RULES", n: 1 }]);
  });

  test("is left out after the other press", async () => {
    await add({ text: "Be kind.", name: "Rules" });
    const asked = await add({ text: "Be calm.", name: "Rules" });
    const kept = await memory.press(boss, asked, "Keep it");
    expect([said(kept), labels(kept)]).toEqual([expect.stringContaining("stays as it is"), []]);
    expect(await texts()).toEqual(["Be kind."]);
  });
});

describe("removing", () => {
  test("takes a second press, and says so when it is gone already", async () => {
    const done = await add({ text: "Be kind.", name: "Rules" });
    const asked = await memory.press(boss, done, "Remove");
    expect(said(asked)).toContain("Shall I forget the document **Rules** (1 passage)?");
    expect(await documents()).toHaveLength(1);
    const gone = await memory.press(boss, asked, "Remove it");
    expect(said(gone)).toContain("**Rules** is removed");
    expect((await world.discord.redeliver(gone)).status).toBe(200);
    expect([await documents(), await texts()]).toEqual([[], []]);
    expect(shown(await memory.press(boss, gone, "To the list"))).toContain("Nothing so far");
  });

  test("is offered in the list to managers alone, of their own server alone", async () => {
    await add({ text: "Be kind.", name: "Rules" });
    const id = String((await rows("SELECT id FROM documents"))[0]?.id);
    const open = async (place: Place) => memory.choose(place, await memory.use(place, "show", { about: "documents" }), "memory-open", `document:${id}`);
    expect(labels(await open(boss))).toEqual(["Remove", "To the list"]);
    expect(labels(await open({ ...boss, user: world.ada }))).toEqual(["To the list"]);
    const other = world.discord.addGuild({ owner: boss.user });
    const abroad: Place = { user: boss.user, channel: world.discord.addChannel(other) };
    const list = await memory.use(abroad, "show", { about: "documents" });
    expect(shown(list)).toContain("Nothing so far");
    const forged = await world.discord.interact({
      ...abroad,
      kind: "button",
      message: list.original()?.record ?? "",
      customId: `memory-remove-yes:${id}`,
      force: true,
    });
    expect(said(forged)).toContain("gone already");
    expect(await documents()).toHaveLength(1);
    expect(guildOf(world).id).not.toBe(other.id);
  });
});

test("a crash in the middle is outlived: the document is there once, and the person is told", async () => {
  let calls = 0;
  serve({
    "https://docs.example/slow": () => {
      calls += 1;
      // The first time it never ends, until the object dies.
      return calls === 1 ? new Response(new ReadableStream()) : html(`<title>Slow</title><p>${paragraphs(4)}`)();
    },
  });
  const handle: InteractionHandle = await world.discord.interact({
    ...boss,
    kind: "slash",
    command: "memory",
    path: ["add"],
    options: { url: "https://docs.example/slow" },
  });
  await vi.waitFor(() => expect(calls).toBe(1), { timeout: 5_000 });
  await abortAllDurableObjects();
  await world.discord.waitFor(() => handle.settled, { timeoutMs: 30_000, what: "the end" });
  expect(said(handle)).toContain("I know **Slow** from now on");
  expect(await documents()).toMatchObject([{ name: "Slow" }]);
});
