/** Whose words an answer repeats: found by what is theirs alone, not by what everybody says. */
import { describe, expect, it } from "vitest";
import { echoesOf, type Heard } from "../../src/kernel/echoes.ts";

const says = (id: string, text: string, name = ""): Heard => ({ person: { id }, name, text });
const heard = (...given: Heard[]) => given;
const ids = (people: ReturnType<typeof echoesOf>) => people.map((person) => ("id" in person ? person.id : person.key));

describe("an answer", () => {
  it("repeats whose unusual word stands in it, whatever its case, and whose name", () => {
    const all = heard(says("ada", "I dreamt of Zanzibarquartz."), says("bob", "Nice weather in Bergen"), says("cleo", "hello", "Cleo Q"));
    expect(ids(echoesOf("Somebody dreamt of ZANZIBARQUARTZ, says Cleo.", all, []))).toEqual(["ada", "cleo"]);
    expect(ids(echoesOf("It rains.", all, []))).toEqual([]);
  });

  it("repeats nobody by words that everybody uses, that the asker used, or that the instructions have", () => {
    const all = heard(says("ada", "I think that would be something about marmalade and Edgewise"));
    expect(echoesOf("I think something would be better. Marmalade, says Edgewise.", all, ["Do you like marmalade?", "You are Edgewise."])).toEqual([]);
    expect(echoesOf("Das könnte vielleicht wirklich jemand wissen", heard(says("ada", "vielleicht könnte jemand wirklich wissen")), [])).toEqual([]);
  });

  it("repeats all of several who said it, each once, by id or by HMAC", () => {
    const fromMemory: Heard = { person: { key: "hmac" }, name: "", text: "quokka 4711" };
    expect(ids(echoesOf("4711 it is", heard(says("ada", "4711"), says("ada", "4711 again"), fromMemory), []))).toEqual(["ada", "hmac"]);
  });

  it("is compared in scripts without spaces, too", () => {
    expect(ids(echoesOf("昨日の誰かは猫を飼っていると言いました", heard(says("ada", "私は猫を飼っている"), says("bob", "今日は雨です")), []))).toEqual(["ada"]);
  });

  it("of no words, or without anybody, repeats nobody", () => {
    expect(echoesOf("", heard(says("ada", "zanzibar")), [])).toEqual([]);
    expect(echoesOf("zanzibar", [], [])).toEqual([]);
  });
});
