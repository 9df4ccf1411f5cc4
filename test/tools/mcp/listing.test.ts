/** What MCP servers list becomes safe to keep and to offer: names, texts, schemas, risks, and as much as fits. */
import { describe, expect, it } from "vitest";
import { type Listing, MOST_TOOLS, NO_LISTING, readListing } from "../../../src/tools/mcp/listing.ts";

const list = (tools: unknown[], before: Listing = NO_LISTING, reviewed = true) => readListing(tools, "modern", before, reviewed);
const schema = (inputSchema: unknown) => list([{ name: "a", inputSchema }]).tools[0]?.schema;
const why = (tool: unknown) => list([tool]).dropped.map((each) => each.why)[0];

describe("names", () => {
  it("are a-z, 0-9 and _, and told apart by numbers", () => {
    const names = ["Get-Weather!", "get weather", "get.weather", "größe", "工具", "__", "x".repeat(100), "x".repeat(101)];
    const { tools } = list(names.map((name) => ({ name })));
    expect(tools.map(({ local }) => local)).toEqual([
      "get_weather",
      "get_weather_2",
      "get_weather_3",
      "gro_e",
      "tool",
      "tool_2",
      "x".repeat(35),
      `${"x".repeat(31)}_2`,
    ]);
    expect(tools.map(({ remote }) => remote)).toEqual(names);
  });

  it("stay with the tool that had them, and are not given to another one", () => {
    const before = list([{ name: "a-b" }, { name: "a b" }]);
    const after = list([{ name: "a.b" }, { name: "a b" }], before);
    expect(after.tools.map(({ remote, local }) => [remote, local])).toEqual([
      ["a.b", "a_b_3"],
      ["a b", "a_b_2"],
    ]);
  });

  it.each([[{}], [{ name: "" }], [{ name: 7 }], [{ name: "x".repeat(129) }], [{ name: "\uD800" }], [null], ["a"]])("are not made up for %j", (tool) => {
    expect(why(tool)).toBe("name");
  });

  it("count once", () => {
    expect(list([{ name: "a" }, { name: "a" }]).tools).toHaveLength(1);
  });
});

describe("texts", () => {
  it("are cut and on one line", () => {
    const [tool] = list([{ name: "a", title: " One\ntwo ", description: `Looks.\n\n${"y".repeat(5_000)}` }]).tools;
    expect(tool?.title).toBe("One two");
    expect(tool?.description).toMatch(/^Looks\. y+$/);
    expect(tool?.description).toHaveLength(600);
  });

  it("of the title come from where servers put them", () => {
    expect(
      list([
        { name: "a", annotations: { title: "Look" } },
        { name: "b", title: 7 },
      ]).tools.map(({ title }) => title),
    ).toEqual(["Look", "b"]);
  });
});

describe("schemas", () => {
  it("are objects at their root, whatever is missing", () => {
    expect(schema(undefined)).toEqual({ type: "object", properties: {} });
    expect(schema({})).toEqual({ type: "object", properties: {} });
    expect(schema({ type: "object" })).toEqual({ type: "object", properties: {} });
  });

  it("pass through, but for what models' servers refuse", () => {
    const properties = { city: { type: ["string", "null"], enum: ["Ulm", null], description: "d".repeat(900) }, n: { $ref: "#/$defs/n" } };
    const raw = { $schema: "s", $id: "i", type: "object", properties, required: ["city"], oneOf: [{ required: ["n"] }], $defs: { n: { type: "integer" } } };
    expect(schema(raw)).toEqual({
      type: "object",
      properties: { ...properties, city: { ...properties.city, description: "d".repeat(500) } },
      required: ["city"],
      $defs: { n: { type: "integer" } },
    });
  });

  it("have own properties, whatever they are called", () => {
    const made = schema(JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}'));
    expect(JSON.stringify(made)).toContain('"__proto__"');
    expect(Object.getPrototypeOf(made?.["properties"])).toBe(Object.prototype);
  });

  it.each([
    ["no object", "string"],
    ["a list", []],
    ["nothing", null],
    ["another type", { type: "string" }],
    ["properties that are none", { type: "object", properties: [] }],
    ["something elsewhere", { type: "object", properties: { a: { $ref: "https://elsewhere.example/schema" } } }],
    ["a bottomless one", JSON.parse(`${'{"properties":{"a":'.repeat(40)}{}${"}}".repeat(40)}`)],
    ["a huge one", { type: "object", properties: { a: { enum: Array.from({ length: 2_000 }, (_, n) => `value ${n}`) } } }],
  ])("that are %s leave the tool out", (_what, inputSchema) => {
    expect(why({ name: "a", inputSchema })).toBe("schema");
  });
});

describe("arguments that go into headers", () => {
  const withHeader = (name: unknown, type = "string") => ({
    type: "object",
    properties: { a: { type: "object", properties: { b: { type, "x-mcp-header": name } } } },
  });

  it("are found, wherever they are, and are no concern of the model", () => {
    const [tool] = list([{ name: "a", inputSchema: withHeader("Region") }]).tools;
    expect(tool?.headers).toEqual([{ path: ["a", "b"], name: "Region" }]);
    expect(JSON.stringify(tool?.schema)).not.toContain("x-mcp-header");
  });

  it.each([
    withHeader(""),
    withHeader("a b"),
    withHeader("a\r\nHost: x"),
    withHeader(7),
    withHeader("a", "number"),
    withHeader("a", "object"),
    { ...withHeader("a"), "x-mcp-header": "root" },
    { type: "object", properties: { a: { type: "array", items: { type: "string", "x-mcp-header": "A" } } } },
    { type: "object", properties: { a: { type: "string", "x-mcp-header": "A" }, b: { type: "string", "x-mcp-header": "a" } } },
  ])("leave the tool out where they are not allowed: %j", (inputSchema) => {
    expect(why({ name: "a", inputSchema })).toBe("headers");
  });
});

describe("risk", () => {
  const risks = (listing: Listing) => listing.tools.map(({ risk }) => risk);
  const told = [
    { name: "a", annotations: { readOnlyHint: true, destructiveHint: true } },
    { name: "b", annotations: { destructiveHint: false } },
    { name: "c", annotations: { destructiveHint: true } },
    { name: "d" },
    { name: "e", annotations: { readOnlyHint: "true", destructiveHint: 0 } },
  ];

  it("is what the server says of its tools; silence means the worst", () => {
    expect(risks(list(told))).toEqual(["read", "write", "sensitive", "sensitive", "sensitive"]);
    expect(list(told).tools.map(({ idempotent }) => idempotent)).toEqual([true, false, false, false, false]);
  });

  it("never becomes less while no manager looks, and what is new asks first", () => {
    const before = list([{ name: "a" }, { name: "b", annotations: { readOnlyHint: true } }]);
    const now = [...told.slice(0, 2), { name: "new", annotations: { readOnlyHint: true } }].map((tool) => ({ ...tool, annotations: { readOnlyHint: true } }));
    expect(risks(list(now, before, false))).toEqual(["sensitive", "read", "sensitive"]);
    expect(risks(list(now, before, true))).toEqual(["read", "read", "read"]);
    const worse = list([{ name: "b" }], before, false);
    expect(risks(worse)).toEqual(["sensitive"]);
  });
});

describe("as much as fits", () => {
  it("is 128 tools", () => {
    const { tools, dropped } = list(Array.from({ length: 200 }, (_, n) => ({ name: `t${n}` })));
    expect(tools).toHaveLength(MOST_TOOLS);
    expect(dropped).toHaveLength(20);
    expect(new Set(dropped.map((each) => each.why))).toEqual(new Set(["many"]));
  });

  it("is some hundred thousand characters", () => {
    const properties = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`p${n}`, { type: "string", description: "so and so much" }]));
    const listing = list(Array.from({ length: 100 }, (_, n) => ({ name: `t${n}`, inputSchema: { type: "object", properties } })));
    expect(listing.tools.length).toBeGreaterThan(10);
    expect(JSON.stringify(listing).length).toBeLessThan(100_000);
    expect(listing.dropped[0]?.why).toBe("long");
  });
});
