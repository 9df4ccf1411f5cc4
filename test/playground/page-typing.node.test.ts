/** What the composer makes of typed lines: commands with their options, mentions. */
import { describe, expect, test } from "vitest";
import { mentionAt, withIds } from "../../scripts/playground/page/browser/mentions.ts";
import { readTypedCommand, writeTypedCommand } from "../../scripts/playground/page/browser/typed-command.ts";
import type { CommandOption, WireCommand } from "../../scripts/playground/page/wire.ts";

const option = (name: string, more: Partial<CommandOption> = {}): CommandOption => ({
  type: 3,
  name,
  description: "",
  required: false,
  autocomplete: false,
  choices: [],
  minLength: 0,
  maxLength: 6000,
  minValue: null,
  maxValue: null,
  channelTypes: [],
  ...more,
});
const command = (name: string, options: CommandOption[], path: string[] = []): WireCommand => ({ name, path, description: "", options });

const ask = command("ask", [option("prompt", { required: true }), option("model", { autocomplete: true })]);
const setprompt = command("setprompt", [option("for", { choices: [{ name: "me", value: "me" }] }), option("text")]);
const list = command("memory", [], ["list"]);
const commands = [ask, setprompt, list];
const read = (text: string) => readTypedCommand(text, commands);

describe("a typed command", () => {
  test("is taken once its name is followed by a space, and not before", () => {
    expect(read("/ask")).toBeUndefined();
    expect(read("/asking ")).toBeUndefined();
    expect(read("ask me")).toBeUndefined();
    expect(read("/ask ")).toEqual({ command: ask, values: {} });
    expect(read("/memory list ")?.command).toBe(list);
  });

  test("says what follows in the option that takes free text, required or not", () => {
    expect(read("/ask what is this?")?.values).toEqual({ prompt: "what is this?" });
    expect(read("/setprompt Talk like a pirate")?.values).toEqual({ text: "Talk like a pirate" });
  });

  test("obeys names of options where the line begins with one, and takes them for text elsewhere", () => {
    expect(read("/setprompt for: me text: Be brief: one line")?.values).toEqual({ for: "me", text: "Be brief: one line" });
    expect(read("/ask which model: A or B?")?.values).toEqual({ prompt: "which model: A or B?" });
  });

  test.for(["/ask ", "/ask prompt: what is this? model: demo", "/setprompt text: Talk\nlike a pirate"])("comes back from a draft as it was: %s", (line) => {
    const typed = read(line);
    if (!typed) throw new Error("no command");
    expect(read(writeTypedCommand(typed))).toEqual(typed);
  });
});

describe("a mention", () => {
  const people = [
    { name: "Mira", value: "1" },
    { name: "Mira B", value: "2" },
  ];
  const channels = [
    { name: "general", value: "9" },
    { name: "Press repair", value: "10" },
  ];

  test("becomes an id when it is sent, the longest name that fits", () => {
    expect(withIds("@Mira and @mira b, see #general.", people, channels)).toBe("<@1> and <@2>, see <#9>.");
    expect(withIds("(#Press repair)", people, channels)).toBe("(<#10>)");
  });

  test("is none inside of a word or of a longer name", () => {
    expect(withIds("a@Mira @Mirabel #generally", people, channels)).toBe("a@Mira @Mirabel #generally");
  });

  test("is offered right behind its mark", () => {
    expect(mentionAt("hi @Mi", 6)).toEqual({ mark: "@", typed: "Mi", from: 3 });
    expect(mentionAt("hi @Mi", 4)).toEqual({ mark: "@", typed: "", from: 3 });
    expect(mentionAt("mail@host", 9)).toBeUndefined();
  });
});
