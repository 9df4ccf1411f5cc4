// What can't be a persona: a clear sentence for the person alone, what was typed handed back, and nothing changed.
import { beforeEach, describe, expect, test } from "vitest";
import { rows } from "./panel.ts";
import { embedTexts, personaCommands, said } from "./persona-world.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});
const { persona, press, submit, upload, sent } = personaCommands(() => world);
const mine = () => rows("SELECT name, modelfile FROM personas WHERE set_by = ? ORDER BY id", world.ada.id);
const PLAIN = "FROM default\nSYSTEM You are a plain speaker.\n";

beforeEach(async () => {
  await persona("import", { text: PLAIN, name: "Tin" });
  await persona("use", { name: "Tin" });
});

/** Each by text, and by file where that says the same. */
const texts: Record<string, [text: string, sentence: RegExp]> = {
  "an unknown placeholder": ["FROM default\nSYSTEM You help {usr}.", /Line 2, column \d+: I don't know what to put in for \{usr\}\. Did you mean \{user\}\?/],
  "an empty prompt": ['FROM default\nSYSTEM ""\n', /Line 1, column 1: SYSTEM is missing|SYSTEM is empty/],
  "no prompt at all": ["FROM default\nPARAMETER temperature 1\n", /SYSTEM is missing: it says who the persona is/],
  "quotes of three inside SYSTEM": ['FROM default\nSYSTEM """\nSay """\nloudly """\n', /The text ends with these three quotes, but line 4 goes on with it/],
  "a model that is not allowed": [
    "FROM llama3.2\nSYSTEM Hi.",
    /“llama3\.2” may not be used here\. You can choose: `default`, `demo-large`, `demo-small`\. Import it with the option `model`/,
  ],
  "a file on somebody's disk": ["FROM ./llama.gguf\nSYSTEM Hi.", /is a file on somebody's disk/],
  "an adapter that is a model": ["FROM default\nADAPTER demo-large-2\nADAPTER gpt-5\nSYSTEM Hi.", /“gpt-5” behind ADAPTER is a model/],
  "a name that a command has": ["# edgewise: name = ask\nFROM default\nSYSTEM Hi.", /“ask” is what I or one of my commands is called/],
  "a name that a command has in German, in full width": ["# edgewise: name = ＦＲＡＧ\nFROM default\nSYSTEM Hi.", /is what I or one of my commands is called/],
  "none as a name": ["# edgewise: name = None\nFROM default\nSYSTEM Hi.", /“None” is what I or one of my commands/],
  "my own name": ["# edgewise: name = Edge\u200bWise\nFROM default\nSYSTEM Hi.", /is what I or one of my commands is called/],
  "a name that nobody sees": ["# edgewise: name = \u3164\u2800\nFROM default\nSYSTEM Hi.", /The name is empty/],
  "a shipped one's name with more that nobody sees": ["# edgewise: name = Juniper\u3164\nFROM default\nSYSTEM Hi.", /a persona that comes with me/],
  "a shipped one's name": ["# edgewise: name = old  wick\nFROM default\nSYSTEM Hi.", /is the name of a persona that comes with me/],
  "a name that is taken": ["# edgewise: name = TIN\nFROM default\nSYSTEM Hi.", /There is “TIN” already/],
  "ten mistakes and more": [Array.from({ length: 14 }, (_, index) => `WRONG${index} x`).join("\n"), /Line 1, column 1: /],
  "not even that": ["Just some words.", /I see no Modelfile in this/],
  "broken JSON": ['{"name": "Moss", "prompt_inject": }', /This is not valid JSON/],
  "JSON without a prompt": ['{"name": "Moss"}', /prompt_inject is missing or empty/],
};

describe("a text that is no persona", () => {
  for (const [what, [text, sentence]] of Object.entries(texts)) {
    test(`${what}: says so, hands it back, changes nothing`, async () => {
      const before = await mine();
      const named = /name/.test(text) ? {} : { name: "Other" };
      const typed = await persona("import", { text, ...named });
      expect(said(typed)).toMatch(sentence);
      expect(typed.original()?.isPrivate).toBe(true);
      expect(embedTexts(typed)).toContain(text.trim().slice(0, 200));
      const file = await persona("import", { file: upload("thing.modelfile", text), ...named });
      expect(said(file)).toMatch(sentence);
      expect(file.original()?.isPrivate).toBe(true);
      const opened = await persona("import", named);
      const sent = await submit(opened, { text, name: named.name ?? "", model: "" });
      expect(said(sent)).toMatch(sentence);
      expect(await mine()).toEqual(before);
      expect(said(await world.ask("hello"))).toMatch(/^-# 🎭 Tin/);
    });
  }

  test("a persona without any name wants one, and takes it from the option or the file's name", async () => {
    expect(said(await persona("import", { text: PLAIN }))).toContain("It has no name");
    expect(said(await persona("import", { file: upload("Modelfile", PLAIN) }))).toContain("It has no name");
    expect(said(await persona("import", { file: upload("old-fox.modelfile", PLAIN) }))).toContain("**old fox**");
    expect((await mine()).at(-1)?.modelfile).toBe(PLAIN);
  });
});

describe("a file that is no persona", () => {
  const files: Record<string, [name: string, bytes: Uint8Array | string, sentence: RegExp]> = {
    "70 KB": ["big.modelfile", `FROM default\nSYSTEM ${"x".repeat(70_000)}`, /This is too large: 69 KiB, and 64 KiB fit/],
    "half a megabyte": ["huge.modelfile", "x".repeat(500_000), /“huge\.modelfile” is too large: 489 KiB, and 64 KiB fit/],
    "a picture": ["cat.png", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0xff, 0xfe]), /This is not a text file/],
    "bytes with NUL": ["nul.modelfile", "FROM default\nSYSTEM a\0b", /This is not a text file/],
    nothing: ["empty.modelfile", "", /is empty/],
  };
  for (const [what, [name, bytes, sentence]] of Object.entries(files)) {
    test(`${what}: says so and changes nothing`, async () => {
      const before = await mine();
      const handle = await persona("import", { file: upload(name, bytes, "application/octet-stream"), name: "Other" });
      expect(said(handle)).toMatch(sentence);
      expect(handle.original()?.isPrivate).toBe(true);
      expect(await mine()).toEqual(before);
    });
  }

  test("one that is gone from Discord, and a file together with a text", async () => {
    const file = upload("tin.modelfile", PLAIN);
    world.discord.state.files.delete(file.id);
    expect(said(await persona("import", { file, name: "Other" }))).toContain("can't be downloaded from Discord any more");
    expect(said(await persona("import", { file: upload("tin.modelfile", PLAIN), text: PLAIN }))).toContain("Either a file or a text");
  });
});

describe("what the options change", () => {
  test("`model` takes the place of FROM and leaves the rest to the letter; the persona's model answers", async () => {
    const text = "# mine\nFROM   llama3.2:latest   \n\nSYSTEM Hi there.\n";
    await persona("import", { text, name: "Small", model: "DEMO-small" });
    expect((await mine()).at(-1)).toEqual({ name: "Small", modelfile: text.replace("llama3.2:latest", "demo-small") });
    await persona("use", { name: "Small" });
    const answer = await world.ask("hello");
    expect(sent().model).toBe("demo-small");
    expect(said(await world.press(world.ada, answer, "Why"))).toContain("**Model** `demo-small`, chosen by the persona");
  });

  test("`model` also takes the place of a file on somebody's disk, as `ollama show` writes it", async () => {
    const text = '# Modelfile generated by "ollama show"\nFROM /usr/share/ollama/blobs/sha256-6a0746a1\nSYSTEM Hi.\n';
    const wanted = text.replace(/FROM .*/, "FROM default");
    expect(said(await persona("import", { text, name: "Moss", model: "default" }))).toContain("**Moss**");
    expect((await mine()).at(-1)?.modelfile).toBe(wanted);
    expect(said(await persona("import", { file: upload("fern.modelfile", text), model: "default" }))).toContain("**fern**");
    const opened = await persona("import", {});
    expect(said(await submit(opened, { text: `\`\`\`\n${text}\`\`\``, name: "Rush", model: "default" }))).toContain("**Rush**");
  });

  test("`replace` takes the place of one with the same name, and of nobody else's", async () => {
    const text = "FROM default\nSYSTEM Another one.\n";
    expect(said(await persona("import", { text, name: "tin", replace: true }))).toContain("imported: **tin**");
    expect(await mine()).toEqual([{ name: "tin", modelfile: text }]);
  });

  test("several in one JSON come in together or not at all", async () => {
    const both = JSON.stringify([
      { name: "Moss", prompt_inject: "You are Moss." },
      { name: "Tin", prompt_inject: "You are Tin." },
    ]);
    expect(said(await persona("import", { text: both }))).toContain("There is “Tin” already");
    expect((await mine()).map(({ name }) => name)).toEqual(["Tin"]);
    expect(said(await persona("import", { text: both, replace: true }))).toContain("**Moss**, **Tin**");
    expect((await mine()).map(({ name }) => name).sort()).toEqual(["Moss", "Tin"]);
  });

  test("there is room for 25, and the sentence says so", async () => {
    const many = (from: number, to: number) =>
      JSON.stringify(Array.from({ length: to - from }, (_, index) => ({ name: `No ${from + index}`, prompt_inject: "Hi." })));
    expect(said(await persona("import", { file: upload("many.json", many(0, 24)) }))).toContain("**No 23**");
    expect(said(await persona("import", { text: many(24, 25) }))).toContain("There is room for 25 personas");
    expect((await mine()).length).toBe(25);
  });

  test("an adapter is the model's name where adapters are served so", async () => {
    await persona("import", { text: "FROM default\nADAPTER my-lora\nSYSTEM Hi.", name: "Lora" });
    await persona("use", { name: "Lora" });
    await world.ask("hello");
    expect(sent().model).toBe("my-lora");
    const asked = await world.ask("hello", { options: { model: "demo-small" } });
    expect(sent().model).toBe("demo-small");
    expect(said(await world.press(world.ada, asked, "Why"))).toContain("“my-lora” was left out, because another model was asked for");
  });
});

test("its ends are shown sign by sign", async () => {
  await persona("import", { text: `${PLAIN}PARAMETER stop <|im_end|>\n`, name: "Pewter" });
  const shown = await persona("show", { name: "Pewter" });
  expect(JSON.stringify(shown.original()?.embeds)).toContain("stop `<|im_end|>`");
});

test("one whose licences say nothing can be shown", async () => {
  await persona("import", { text: `${PLAIN}LICENSE ""\nLICENSE ""\n`, name: "Pewter" });
  const shown = await persona("show", { name: "Pewter" });
  expect(shown.failure).toBeUndefined();
  expect(embedTexts(shown)).toContain("You are a plain speaker.");
});

describe("the windows", () => {
  test("create refuses a wrong placeholder and a wrong emoji with all that was typed, and makes what is right", async () => {
    const values = { name: "Moss", emoji: "no emoji", prefix: "", prompt: "You help {usr}.", image: "" };
    const wrong = await submit(await persona("create"), values);
    expect(said(wrong)).toMatch(/The emoji has to be exactly one[\s\S]*\{usr\}|\{usr\}[\s\S]*The emoji has to be exactly one/);
    expect(said(wrong)).not.toContain("Line ");
    expect(embedTexts(wrong)).toContain("You help {usr}.");
    const right = await submit(await persona("create"), { ...values, emoji: "🌿", prefix: "🌿", prompt: "You help {user}.\nGently." });
    expect(said(right)).toContain("**Moss** is there");
    await press(right, "Use");
    expect(said(await world.ask("hello"))).toMatch(/^🌿 This is/);
    expect((await mine()).at(-1)?.modelfile).toBe(
      '# edgewise: name = Moss\n# edgewise: emoji = 🌿\n# edgewise: style_prefix = "🌿 "\n\nFROM default\n\nSYSTEM """\nYou help {user}.\nGently.\n"""\n',
    );
  });

  test("edit changes what was changed and leaves the rest to the letter; a wrong prompt changes nothing", async () => {
    const text = '# a note\r\nFROM default\r\nPARAMETER   temperature .5\r\n\r\nSYSTEM  "Old words."\r\nMESSAGE user hi\r\nMESSAGE assistant ho\r\n';
    await persona("import", { file: upload("x.modelfile", text), name: "Moss" });
    const edit = async (values: Record<string, string>) =>
      submit(await press(await persona("show", { name: "Moss" }), "Edit"), { name: "Moss", emoji: "", prefix: "", prompt: "Old words.", image: "", ...values });
    expect(said(await edit({}))).toContain("Nothing was changed");
    expect(said(await edit({ prompt: "For {nobody}." }))).toContain("{nobody}");
    expect((await mine()).at(-1)?.modelfile).toBe(text);
    expect(said(await edit({ prompt: "New words.", emoji: "🌿" }))).toContain("**Moss** is changed");
    expect((await mine()).at(-1)?.modelfile).toBe(`# edgewise: emoji = 🌿\r\n${text.replace('"Old words."', "New words.")}`);
  });

  test("an edit that somebody else was faster with is refused with what was typed", async () => {
    const shown = await persona("show", { name: "Tin" });
    const [mineOpen, otherOpen] = [await press(shown, "Edit"), await press(shown, "Edit")];
    const values = { name: "Tin", emoji: "", prefix: "", image: "" };
    await submit(otherOpen, { ...values, prompt: "Faster." });
    const late = await submit(mineOpen, { ...values, prompt: "Slower." });
    expect(said(late)).toContain("changed meanwhile");
    expect(embedTexts(late)).toContain("Slower.");
    expect((await mine())[0]?.modelfile).toContain("Faster.");
  });

  test("of two that are sent at the same moment one is kept, and the other one is told so", async () => {
    const shown = await persona("show", { name: "Tin" });
    const opened = [await press(shown, "Edit"), await press(shown, "Edit"), await press(shown, "Edit")];
    const values = { name: "Tin", emoji: "", prefix: "", image: "" };
    const sent = await Promise.all(opened.map((window, n) => submit(window, { ...values, prompt: `Words ${n}.` })));
    const kept = sent.filter((handle) => said(handle).includes("is changed"));
    expect(kept.length).toBe(1);
    const words = /Words \d\./.exec(embedTexts(kept[0] ?? shown))?.[0] ?? "none";
    expect((await mine()).at(-1)?.modelfile).toContain(words);
  });

  test("nobody else's persona can be reached by a made-up button", async () => {
    const [row] = await rows("SELECT id FROM personas WHERE set_by = ?", world.ada.id);
    const list = await persona("list", {}, { user: world.bob });
    for (const id of [`persona-edit:${row?.id}`, `persona-delete:${row?.id}`, `persona-remove:${row?.id}`, `persona-use:${row?.id}`, "persona-edit:rivet"]) {
      const forged = await world.discord.interact({
        kind: "button",
        user: world.bob,
        channel: world.channel,
        message: list.original()?.record ?? "",
        customId: id,
        force: true,
      });
      expect(said(forged)).toMatch(/gone, or it is not yours|There is no persona/);
    }
    const got = await world.discord.interact({
      kind: "button",
      user: world.bob,
      channel: world.channel,
      message: list.original()?.record ?? "",
      customId: `persona-export:${row?.id}`,
      force: true,
    });
    await world.discord.waitFor(() => got.settled, { what: "the export" });
    expect(said(got)).toContain("gone, or it is not yours");
    expect((await mine()).map(({ name }) => name)).toEqual(["Tin"]);
  });
});
