/** Pseudonyms: the same person is found again, nobody else, and not without the key. */
import { expect, test } from "vitest";
import { createPseudonyms } from "../../src/kernel/pseudonym.ts";

const key = (fill: number) => new Uint8Array(32).fill(fill);

test("a person has one name under a key, and another under another key", async () => {
  const [own] = await createPseudonyms([key(1)])("42");
  expect(await createPseudonyms([key(1)])("42")).toEqual([own]);
  expect(await createPseudonyms([key(1)])("43")).not.toEqual([own]);
  expect(await createPseudonyms([key(2)])("42")).not.toEqual([own]);
  expect(own).toMatch(/^[\w-]{43}$/);
  expect(own).not.toContain("42");
});

test("after a rotation the new name comes first and the old one is still looked for", async () => {
  const [old] = await createPseudonyms([key(1)])("42");
  const [recent] = await createPseudonyms([key(2)])("42");
  expect(await createPseudonyms([key(2), key(1)])("42")).toEqual([recent, old]);
});

test("it is HMAC-SHA256 (RFC 4231, test case 2)", async () => {
  const expected = Uint8Array.from("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843".match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const [name] = await createPseudonyms([Uint8Array.from(new TextEncoder().encode("Jefe"))])("what do ya want for nothing?");
  expect(Uint8Array.from(atob(name.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0))).toEqual(expected);
});
