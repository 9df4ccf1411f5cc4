/** Which addresses a server's managers may name, and that a request goes nowhere else. */
import { describe, expect, test } from "vitest";
import { guardEndpoint, readEndpointAddress } from "../../src/net/endpoint.ts";

describe("an address", () => {
  test.each([
    ["https://api.openai.com/v1", "https://api.openai.com/v1"],
    ["  https://api.openai.com/v1/  ", "https://api.openai.com/v1"],
    ["HTTPS://Own.Example:8443/V1//", "https://own.example:8443/V1"],
    ["https://own.example", "https://own.example"],
    ["https://own.example/v1/chat/completions", "https://own.example/v1"],
    ["https://8.8.8.8/v1", "https://8.8.8.8/v1"],
  ])("%j is read as %s", (typed, address) => {
    expect(readEndpointAddress(typed, false)).toEqual({ address });
  });

  test.each([
    "",
    "own.example/v1",
    "ftp://own.example",
    "javascript:alert(1)",
    "https://",
    "https://a:b@own.example",
    "https://own.example/v1?key=1",
    "https://own.example/#x",
    "hello there",
    "https://exa mple.com",
  ])("%j is none", (typed) => {
    expect(readEndpointAddress(typed, true)).toEqual({ problem: "invalid" });
  });

  test.each([
    "http://localhost:11434/v1",
    "https://localhost/v1",
    "https://ollama/v1",
    "http://127.0.0.1:8000",
    "https://2130706433/v1",
    "https://0x7f.1/v1",
    "https://192.168.0.5/v1",
    "https://169.254.169.254/latest",
    "https://[::1]/v1",
    "https://[::ffff:10.0.0.1]/v1",
    "https://[64:ff9b::7f00:1]/v1",
    "https://[2002:7f00:1::]/v1",
    "https://[fec0::1]/v1",
    "https://224.0.0.1/v1",
    "https://metadata.google.internal/v1",
    "https://10.0.0.1.nip.io/v1",
  ])("%s is private: refused, unless the deployer allows such addresses", (typed) => {
    expect(readEndpointAddress(typed, false)).toEqual({ problem: "private" });
    expect(readEndpointAddress(typed, true)).toHaveProperty("address");
  });

  test("in public it has to be encrypted, whatever the deployer allows", () => {
    for (const allowed of [true, false]) expect(readEndpointAddress("http://own.example/v1", allowed)).toEqual({ problem: "insecure" });
  });
});

describe("the guard", () => {
  const asked: RequestInit[] = [];
  const guarded = (allowPrivate: boolean) =>
    guardEndpoint(async (_input, init = {}) => {
      asked.push(init);
      return new Response("ok");
    }, allowPrivate);

  test("asks nothing of an address that is not allowed now", async () => {
    asked.length = 0;
    for (const url of ["http://127.0.0.1/v1/models", "http://own.example/v1/models", "https://[::1]/v1"]) await expect(guarded(false)(url)).rejects.toThrow();
    await expect(guarded(false)(new Request("http://localhost/v1/models"))).rejects.toThrow();
    expect(asked).toEqual([]);
    expect((await guarded(true)("http://127.0.0.1/v1/models")).status).toBe(200);
  });

  test("follows no redirect, because the key would go along", async () => {
    asked.length = 0;
    await guarded(false)("https://own.example/v1/models", { headers: { authorization: "Bearer x" }, redirect: "follow" });
    expect(asked[0]).toMatchObject({ redirect: "manual", headers: { authorization: "Bearer x" } });
  });
});
