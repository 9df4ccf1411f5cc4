/** Seals: only the same deployment opens them, only for what they were made, and only unaltered. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSealer } from "../../src/kernel/seal.ts";

const key = (fill: number) => new Uint8Array(32).fill(fill);
const sealer = createSealer([key(1)]);

test("what was sealed opens again, whatever it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 300 }), fc.string(), async (secret, context) => {
      const sealed = await sealer.seal(secret, context);
      expect(sealed).toMatch(/^v1\.[\w-]+$/);
      expect(await sealer.open(sealed, context)).toBe(secret.toWellFormed());
    }),
    { numRuns: 60 },
  );
});

test("the same secret looks different each time, and nothing of it can be read", async () => {
  const [one, two] = await Promise.all([sealer.seal("sk-secret-secret", "a"), sealer.seal("sk-secret-secret", "a")]);
  expect(one).not.toBe(two);
  for (const sealed of [one, two]) expect(atob(sealed.slice(3).replaceAll("-", "+").replaceAll("_", "/"))).not.toContain("secret");
});

test("it opens for no other context, under no other key, and without SECRET_KEY's own bytes being the key", async () => {
  const sealed = await sealer.seal("sk-secret", "server 1");
  expect(await sealer.open(sealed, "server 2")).toBeNull();
  expect(await createSealer([key(2)]).open(sealed, "server 1")).toBeNull();
  const bytes = Uint8Array.from(atob(sealed.slice(3).replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  const raw = await crypto.subtle.importKey("raw", key(1), "AES-GCM", false, ["decrypt"]);
  const additionalData = new TextEncoder().encode("server 1");
  await expect(crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12), additionalData }, raw, bytes.slice(12))).rejects.toThrow();
});

test("after a rotation the old seal still opens, new ones are made by the new key, and without the old key it is lost", async () => {
  const old = await sealer.seal("sk-secret", "a");
  const rotated = createSealer([key(2), key(1)]);
  expect(await rotated.open(old, "a")).toBe("sk-secret");
  expect(await createSealer([key(2)]).open(await rotated.seal("sk-secret", "a"), "a")).toBe("sk-secret");
  expect(await createSealer([key(2)]).open(old, "a")).toBeNull();
});

test("a seal of which anything was changed does not open", async () => {
  const sealed = await sealer.seal("sk-secret", "a");
  for (let at = 3; at < sealed.length; at++) {
    const altered = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    const opened = await sealer.open(altered, "a");
    // The last character may hold bits that stand for nothing.
    if (at < sealed.length - 1) expect([altered, opened]).toEqual([altered, null]);
    else expect([null, "sk-secret"]).toContain(opened);
  }
  for (const rubbish of ["", "v1.", "v1.AAAA", "v2.AAAAAAAAAAAAAAAAAAAAAAAA", "sk-secret", "v1.§§§", sealed.slice(0, -4), `${sealed}AAAA`])
    expect(await sealer.open(rubbish, "a")).toBeNull();
});
