/** Which hosts the public internet does not have, as URL writes them. */
import { expect, test } from "vitest";
import { isPrivateHost, pointsInside } from "../../src/net/private-host.ts";

const hostOf = (authority: string) => new URL(`http://${authority}/`).hostname;

test.each([
  "localhost",
  "localhost:11434",
  "LOCALHOST",
  "localhost.",
  "ollama",
  "ollama.local",
  "gpu.internal",
  "host.docker.internal",
  "nas.lan",
  "box.home.arpa",
  "vllm.models.svc",
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f.1",
  "0177.0.0.1",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.178.20",
  "169.254.169.254",
  "100.64.0.1",
  "100.127.255.255",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[fc00::1]",
  "[fd12:3456::1]",
  "[fe80::1]",
  "[fec0::1]",
  "[64:ff9b::a00:1]",
  "[2002:a00:1::]",
  "[2001:db8::1]",
  "[ff02::1]",
  "192.0.2.1",
  "198.19.255.255",
  "203.0.113.7",
  "224.0.0.1",
  "255.255.255.255",
  "localhost.localdomain",
])("%s is private", (authority) => {
  expect(isPrivateHost(hostOf(authority))).toBe(true);
});

test.each([
  "api.openai.com",
  "api.openai.com.",
  "localhost.example",
  "internal.example.com",
  "notlocal.com",
  "10.example.com",
  "127.0.0.1.nip.io",
  "172.15.0.1",
  "172.32.0.1",
  "100.63.0.1",
  "100.128.0.1",
  "192.169.0.1",
  "11.0.0.1",
  "8.8.8.8",
  "[2001:4860:4860::8888]",
  "[2a00:1450:4001:80b::200e]",
  "[2606:4700::1111]",
  "198.17.0.1",
  "223.255.255.255",
])("%s is public", (authority) => {
  expect(isPrivateHost(hostOf(authority))).toBe(false);
});

test.each(["127.0.0.1.nip.io", "app.lvh.me", "10-0-0-1.any.example", "a.192.168.1.1.any.example", "x-169-254-169-254-y.example.", "foo.127.0.0.1.sslip.io"])(
  "%s points inside",
  (authority) => {
    expect(pointsInside(hostOf(authority))).toBe(true);
  },
);

test.each(["nip.io.example", "8.8.8.8.any.example", "version-1-2-3.example", "docs-10-0-0.example", "300.0.0.1.any.example", "10.0.0.1", "mylvh.me"])(
  "%s does not",
  (authority) => {
    expect(pointsInside(authority)).toBe(false);
  },
);
