/** The door: only fresh requests that Discord signed get in; everything else is refused without a trace. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_BODY_BYTES } from "../../src/edge/body.ts";
import { createWorld, type World } from "./fakes.ts";
import { inGuild, NOW, slash } from "./payloads.ts";
import { createSigner, hex, signedRequest } from "./signing.ts";

const PATHS = ["/interactions", "/events"];
const body = JSON.stringify({ ...inGuild(), ...slash("new") });
const seconds = String(Math.floor(NOW / 1000));

async function goodSignature(world: World, timestamp = seconds, text = body): Promise<string> {
  return world.signer.sign(timestamp, new TextEncoder().encode(text));
}

function post(path: string, headers: Record<string, string>, text = body): Request {
  return new Request(`https://bot.example${path}`, { method: "POST", headers, body: text });
}

type Forgery = (world: World) => Promise<{ signature?: string; timestamp?: string; text?: string }>;

const forgeries: Record<string, Forgery> = {
  "no headers": async () => ({}),
  "no signature": async () => ({ timestamp: seconds }),
  "no timestamp": async (world) => ({ signature: await goodSignature(world) }),
  "an empty signature": async () => ({ signature: "", timestamp: seconds }),
  "an empty timestamp": async (world) => ({ signature: await goodSignature(world, ""), timestamp: "" }),
  "a signature that is no hex": async () => ({ signature: "z".repeat(128), timestamp: seconds }),
  "a signature with one digit too few": async (world) => ({ signature: (await goodSignature(world)).slice(1), timestamp: seconds }),
  "a signature with two digits too many": async (world) => ({ signature: `${await goodSignature(world)}00`, timestamp: seconds }),
  "a signature with a 0x prefix": async (world) => ({ signature: `0x${(await goodSignature(world)).slice(2)}`, timestamp: seconds }),
  // A lenient reader takes "5z" for "05", so this would be the right signature in other letters.
  "a signature that only a lenient reader of hex takes": async (world) => {
    for (let back = 0; back < 300; back++) {
      const timestamp = String(Number(seconds) - back);
      const bytes: string[] = (await goodSignature(world, timestamp)).match(/../g) ?? [];
      const index = bytes.findIndex((byte) => byte.startsWith("0"));
      if (index >= 0) return { signature: bytes.with(index, `${bytes[index]?.[1]}z`).join(""), timestamp };
    }
    throw new Error("no signature with such a byte");
  },
  "a signature of zeros": async () => ({ signature: "0".repeat(128), timestamp: seconds }),
  "a signature with swapped halves": async (world) => {
    const signature = await goodSignature(world);
    return { signature: signature.slice(64) + signature.slice(0, 64), timestamp: seconds };
  },
  "another key's signature": async () => ({ signature: await (await createSigner()).sign(seconds, new TextEncoder().encode(body)), timestamp: seconds }),
  "a changed body": async (world) => ({ signature: await goodSignature(world), timestamp: seconds, text: body.replace("new", "ask") }),
  "a body with one more space": async (world) => ({ signature: await goodSignature(world), timestamp: seconds, text: `${body} ` }),
  "another timestamp than the signed one": async (world) => ({ signature: await goodSignature(world), timestamp: String(Number(seconds) + 1) }),
  "a signature over the body alone": async (world) => ({ signature: await goodSignature(world, ""), timestamp: seconds }),
  "a timestamp that is no number": async (world) => ({ signature: await goodSignature(world, "now"), timestamp: "now" }),
  "a negative timestamp": async (world) => ({ signature: await goodSignature(world, `-${seconds}`), timestamp: `-${seconds}` }),
  "a timestamp with an exponent": async (world) => ({ signature: await goodSignature(world, "176e7"), timestamp: "176e7" }),
  "a timestamp in milliseconds": async (world) => ({ signature: await goodSignature(world, String(NOW)), timestamp: String(NOW) }),
  "an endless timestamp": async (world) => ({ signature: await goodSignature(world, "9".repeat(400)), timestamp: "9".repeat(400) }),
  "a timestamp five minutes and a second old": async (world) => {
    const old = String(Number(seconds) - 301);
    return { signature: await goodSignature(world, old), timestamp: old };
  },
  "a timestamp five minutes and a second ahead": async (world) => {
    const ahead = String(Number(seconds) + 301);
    return { signature: await goodSignature(world, ahead), timestamp: ahead };
  },
};

describe("the signature", () => {
  for (const path of PATHS) {
    for (const [name, forge] of Object.entries(forgeries)) {
      it(`refuses ${name} at ${path} with 401 and touches nothing`, async () => {
        const world = await createWorld();
        const { signature, timestamp, text } = await forge(world);
        const headers = {
          ...(signature === undefined ? {} : { "x-signature-ed25519": signature }),
          ...(timestamp === undefined ? {} : { "x-signature-timestamp": timestamp }),
        };
        const response = await world.send(post(path, headers, text ?? body));
        expect(response.status).toBe(401);
        expect(world.calls).toEqual([]);
      });
    }
  }

  it("accepts requests up to five minutes old, capital hex digits too", async () => {
    const world = await createWorld();
    for (const timestamp of [Number(seconds) - 300, Number(seconds) + 300].map(String)) {
      const headers = { "x-signature-ed25519": (await goodSignature(world, timestamp)).toUpperCase(), "x-signature-timestamp": timestamp };
      expect((await world.send(post("/interactions", headers))).status).toBe(200);
    }
  });

  it("refuses a captured request once it is too old, so that a replay does nothing", async () => {
    const world = await createWorld();
    const request = await signedRequest(world.signer, "/interactions", body);
    const replay = request.clone();
    expect((await world.send(request)).status).toBe(200);
    world.clock.set(NOW + 301_000);
    expect((await world.send(replay)).status).toBe(401);
    expect(world.calls.map(({ name }) => name)).toEqual(["startNew"]);
  });

  it("covers the raw bytes, not their decoded text", async () => {
    const world = await createWorld();
    const invalid = new Uint8Array([...new TextEncoder().encode('{"type":1,"x":"'), 0xff, ...new TextEncoder().encode('"}')]);
    expect((await world.send(await signedRequest(world.signer, "/interactions", invalid))).status).toBe(200);
    const replaced = new TextEncoder().encode(new TextDecoder().decode(invalid));
    const signed = await signedRequest(world.signer, "/interactions", invalid);
    const forged = new Request(signed.url, { method: "POST", headers: signed.headers, body: replaced });
    expect((await world.send(forged)).status).toBe(401);
  });

  it("refuses any signature and timestamp that nobody signed", async () => {
    const world = await createWorld();
    const bytes = fc.uint8Array({ minLength: 64, maxLength: 64 }).map(hex);
    const header = fc.oneof(bytes, fc.string({ unit: "grapheme-ascii" }), fc.constant(seconds));
    await fc.assert(
      fc.asyncProperty(header, header, fc.string(), async (signature, timestamp, text) => {
        const response = await world.send(post("/interactions", { "x-signature-ed25519": signature, "x-signature-timestamp": timestamp }, text));
        expect(response.status).toBe(401);
      }),
      { numRuns: 100 },
    );
    expect(world.calls).toEqual([]);
  });
});

describe("the size", () => {
  const padded = (size: number) => `{"type":1,"pad":"${"x".repeat(size - 19)}"}`.padEnd(size);

  it("is at most 1 MiB, to the byte", async () => {
    const world = await createWorld();
    expect((await world.send(await signedRequest(world.signer, "/interactions", padded(MAX_BODY_BYTES)))).status).toBe(200);
    expect((await world.send(await signedRequest(world.signer, "/interactions", padded(MAX_BODY_BYTES + 1)))).status).toBe(413);
  });

  it("is believed when it is declared too large, and counted when it is declared too small or not at all", async () => {
    const world = await createWorld();
    const large = await signedRequest(world.signer, "/interactions", padded(MAX_BODY_BYTES + 1));
    const headers = Object.fromEntries(large.headers);
    const small = padded(100);
    expect((await world.send(post("/interactions", { ...headers, "content-length": String(MAX_BODY_BYTES + 1) }, small))).status).toBe(413);
    expect((await world.send(post("/interactions", { ...headers, "content-length": "nonsense" }, small))).status).toBe(413);
    expect((await world.send(post("/interactions", { ...headers, "content-length": "100" }, padded(MAX_BODY_BYTES + 1)))).status).toBe(413);
  });

  it("stops reading a stream at the limit", async () => {
    const world = await createWorld();
    let sent = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const headers = { "x-signature-ed25519": "0".repeat(128), "x-signature-timestamp": seconds };
    const response = await world.send(new Request("https://bot.example/interactions", { method: "POST", headers, body: endless }));
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(2 * MAX_BODY_BYTES);
    expect(cancelled).toBe(true);
  });
});
