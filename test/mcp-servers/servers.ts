/** Real MCP servers for the tests beside this file: started once, before any of them runs. */
import { createRequire } from "node:module";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { HttpTransport } from "@tmcp/transport-http";
import { McpServer as OtherServer } from "tmcp";
import { JsonSchemaAdapter } from "tmcp/adapter";
import type { TestProject } from "vitest/node";
import * as z from "zod";
import { type Served, serve, start } from "./serve.ts";

declare module "vitest" {
  interface ProvidedContext {
    mcpServers: { everything: string; stateless: string; other: string };
  }
}

const answer = (text: string) => ({ content: [{ type: "text" as const, text }] });

/** Speaks 2026-07-28 alone: no sessions, every request for itself. */
function stateless(): (request: Request) => Promise<Response> {
  const build = () => {
    const server = new McpServer({ name: "stateless", version: "1.0.0" }, { capabilities: { logging: {} } });
    server.registerTool(
      "add",
      { description: "Adds.", inputSchema: z.object({ a: z.number(), b: z.number() }), annotations: { readOnlyHint: true } },
      ({ a, b }) => answer(`${a + b}`),
    );
    const region = z.string().meta({ "x-mcp-header": "Region" });
    server.registerTool("route", { description: "Routes.", inputSchema: z.object({ region }) }, ({ region: to }, context) =>
      answer(`${to} by ${context.http?.req?.headers.get("mcp-param-region")}`),
    );
    server.registerTool("slow_words", { description: "Tells how far it is.", inputSchema: z.object({}) }, async (_input, context) => {
      await context.mcpReq.notify({ method: "notifications/message", params: { level: "info", data: "half" } });
      return answer("whole");
    });
    return server;
  };
  const handler = createMcpHandler(build, { legacy: "reject" });
  return (request) => handler.fetch(request);
}

class ZodAdapter extends JsonSchemaAdapter<z.ZodType> {
  override async toJsonSchema(schema: z.ZodType) {
    return z.toJSONSchema(schema, { target: "draft-7" }) as Awaited<ReturnType<JsonSchemaAdapter<z.ZodType>["toJsonSchema"]>>;
  }
}

/** Of another make: nothing of it comes from those who wrote the protocol. Speaks both eras. */
function other(): (request: Request) => Promise<Response | null> {
  const server = new OtherServer(
    { name: "other", version: "1.0.0", description: "Other" },
    { adapter: new ZodAdapter(), capabilities: { tools: { listChanged: true } } },
  );
  server.tool({ name: "greet", description: "Greets.", schema: z.object({ name: z.string() }), annotations: { readOnlyHint: true } }, ({ name }) =>
    answer(`Good day, ${name}.`),
  );
  server.tool({ name: "fail", description: "Fails." }, () => ({ ...answer("no luck"), isError: true }));
  for (let n = 0; n < 30; n++) server.tool({ name: `tool-${n}`, description: `Number ${n}.` }, () => answer(String(n)));
  const transport = new HttpTransport(server, { path: "/mcp" });
  return (request) => transport.respond(request);
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const script = createRequire(import.meta.url).resolve("@modelcontextprotocol/server-everything/dist/index.js");
  const served: Served[] = await Promise.all([start(script, ["streamableHttp"], {}), serve(stateless()), serve(other())]);
  const [everything, noSessions, another] = served.map(({ url }) => url);
  project.provide("mcpServers", { everything: everything ?? "", stateless: noSessions ?? "", other: another ?? "" });
  return async () => {
    await Promise.all(served.map(({ close }) => close()));
  };
}
