/** The bench's own HTTP client: it must wait for whole answers, and not take anything else for one. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { encodePost, openConnection, parseAnswer } from "../../scripts/bench/connection.ts";

test("an answer is complete with its last byte, not before", () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Type: application/json\r\n\r\n{"type":1}';
  for (let end = 0; end < text.length; end++) expect(parseAnswer(text.slice(0, end))).toBeUndefined();
  expect(parseAnswer(text)).toEqual({ status: 200, body: '{"type":1}' });
});

test("an answer without a length is refused instead of cut off", () => {
  expect(() => parseAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n")).toThrow("length");
});

test("one connection carries request after request, bodies beyond ASCII included", async () => {
  const connections = new Set<unknown>();
  const server = createServer((request, response) => {
    connections.add(request.socket);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      response.writeHead(200, { "content-length": body.length }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const connection = await openConnection(url);
  for (const body of ['{"type":1}', "Grüße 🌍"])
    expect(await connection.exchange(encodePost(url, "/interactions", { "x-a": "b" }, body))).toEqual({ status: 200, body });
  expect(connections.size).toBe(1);
  connection.close();
  server.close();
});
