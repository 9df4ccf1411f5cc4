/** Interactions: payloads, the 3 s, callbacks, tokens, private answers, follow-ups. */
import { verifyKey } from "discord-interactions";
import { beforeEach, describe, expect, it } from "vitest";
import { createScene, QUIET, type Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});

const text = { type: 18, label: "More", component: { type: 4, custom_id: "more", style: 2, required: true, max_length: 100 } };

it("signs what it sends so that discord-interactions accepts it, and replays the very same bytes", async () => {
  const checks: boolean[] = [];
  scene.bot.answer = async (_, request) => {
    const { headers } = request;
    checks.push(
      await verifyKey(await request.text(), headers.get("x-signature-ed25519") ?? "", headers.get("x-signature-timestamp") ?? "", scene.discord.publicKeyHex),
    );
    return Response.json({ type: 5 });
  };
  const asked = await scene.ask();
  await scene.discord.redeliver(asked);
  await scene.discord.redeliver(asked, { signature: "00".repeat(64) });
  expect(checks).toEqual([true, true, false]);
});

it("a deferral thinks, PATCH @original ends it, and edits leave a history", async () => {
  const asked = await scene.ask();
  expect([asked.status, asked.settled, asked.original()?.isLoading]).toEqual(["acknowledged", false, true]);
  await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "one", ...QUIET }, { authorization: undefined });
  await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "two", ...QUIET }, { authorization: undefined });
  expect(asked.settled).toBe(true);
  expect(asked.messages().map((message) => message.content)).toEqual(["two"]);
  expect(asked.original()?.history.map((revision) => revision.content)).toEqual(["", "one", "two"]);
  expect(scene.discord.violations).toEqual([]);
});

describe("an answer that Discord would refuse makes the interaction fail", () => {
  const cases: [string, unknown][] = [
    ["a pong", { type: 1 }],
    ["a deferred update without a message", { type: 6 }],
    ["choices for a command", { type: 8, data: { choices: [] } }],
    ["content in a deferral", { type: 5, data: { content: "a" } }],
    ["other flags in a deferral", { type: 5, data: { flags: 4 } }],
    ["an unknown key", { type: 4, data: { content: "a", ...QUIET, text: "b" } }],
    ["an empty message", { type: 4, data: { content: "", ...QUIET } }],
    ["too long a message", { type: 4, data: { content: "x".repeat(2001), ...QUIET } }],
    ["a modal title of 46", { type: 9, data: { custom_id: "m", title: "x".repeat(46), components: [text] } }],
    [
      "six fields in a modal",
      {
        type: 9,
        data: {
          custom_id: "m",
          title: "t",
          components: Array.from({ length: 6 }, (_, n) => ({ ...text, component: { ...text.component, custom_id: `${n}` } })),
        },
      },
    ],
    ["two fields of one id", { type: 9, data: { custom_id: "m", title: "t", components: [text, text] } }],
    ["a label inside a label", { type: 9, data: { custom_id: "m", title: "t", components: [{ ...text, component: { ...text.component, label: "x" } }] } }],
    ["no label at all", { type: 9, data: { custom_id: "m", title: "t", components: [{ type: 1, components: [text.component] }] } }],
    ["nothing", "nonsense"],
  ];
  it.each(cases)("%s", async (_, answer) => {
    scene.bot.answer = () => Response.json(answer);
    const asked = await scene.ask();
    expect(asked.status).toBe("failed");
    expect(scene.discord.violations).toHaveLength(1);
    expect(asked.messages()).toEqual([]);
  });

  it.each([401, 500, 404])("status %i", async (status) => {
    scene.bot.answer = () => new Response("no", { status });
    expect(await scene.ask()).toMatchObject({ status: "failed", failure: `the endpoint answered ${status}` });
  });
});

it("an answer after the limit fails, and the token is worthless afterwards", async () => {
  scene = await createScene({ acknowledgeMs: 30 });
  scene.bot.answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 80));
    return Response.json({ type: 5 });
  };
  const asked = await scene.ask();
  expect(asked.status).toBe("failed");
  expect(await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "late", ...QUIET })).toMatchObject({ status: 404, code: 10015 });
});

it("a body that never ends is no answer", async () => {
  scene = await createScene({ acknowledgeMs: 30 });
  scene.bot.answer = () => new Response(new ReadableStream(), { headers: { "content-type": "application/json" } });
  expect(await scene.ask()).toMatchObject({ status: "failed", failure: "no answer within 30 ms" });
});

it("the injected clock counts for the limit as well", async () => {
  scene.bot.answer = () => {
    scene.time.ms += 3001;
    return Response.json({ type: 5 });
  };
  expect((await scene.ask()).status).toBe("failed");
});

describe("tokens", () => {
  it("an unknown one is 10015", async () => {
    expect(await scene.api("POST", `/webhooks/${scene.discord.applicationId}/unknown`, { content: "a", ...QUIET })).toMatchObject({ status: 404, code: 10015 });
  });

  it("before the acknowledgement it is 10015, too", async () => {
    let early = 0;
    scene.bot.answer = async (payload) => {
      const answer = await scene.api("PATCH", `/webhooks/${scene.discord.applicationId}/${String(payload.token)}/messages/@original`, {
        content: "a",
        ...QUIET,
      });
      early = answer.code ?? 0;
      return Response.json({ type: 5 });
    };
    await scene.ask();
    expect(early).toBe(10015);
  });

  it("after 15 minutes it is 50027", async () => {
    const asked = await scene.ask();
    scene.time.ms += 15 * 60_000 - 1;
    expect((await scene.api("GET", scene.hook(asked, "/messages/@original"))).status).toBe(200);
    scene.time.ms += 1;
    expect(await scene.api("GET", scene.hook(asked, "/messages/@original"))).toMatchObject({ status: 401, code: 50027 });
  });

  it("a deleted original is 10008", async () => {
    const asked = await scene.ask();
    expect((await scene.api("DELETE", scene.hook(asked, "/messages/@original"))).status).toBe(204);
    expect(await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "a", ...QUIET })).toMatchObject({ status: 404, code: 10008 });
    expect(asked.messages()).toEqual([]);
  });

  it("another interaction's message is 10008", async () => {
    const [one, two] = [await scene.ask(), await scene.ask()];
    expect((await scene.api("PATCH", scene.hook(one, `/messages/${two.original()?.id}`), { content: "a", ...QUIET })).code).toBe(10008);
  });
});

describe("private answers", () => {
  it("are seen by the asker alone, do not exist for the bot token, and stay private", async () => {
    scene.bot.answer = () => Response.json({ type: 5, data: { flags: 64 } });
    const asked = await scene.ask();
    await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "secret", ...QUIET });
    const { discord, ada, bob, channel } = scene;
    expect([discord.visibleTo(ada, channel).length, discord.visibleTo(bob, channel).length]).toEqual([1, 0]);
    expect(asked.original()?.isPrivate).toBe(true);
    expect((await scene.api("GET", `/channels/${channel.id}/messages`)).json).toEqual([]);
    expect((await scene.api("GET", `/channels/${channel.id}/messages/${asked.original()?.id}`)).code).toBe(10008);
    await expect(discord.interact({ kind: "button", user: bob, channel, message: asked.original()?.record ?? "", customId: "x" })).rejects.toThrow(
      "does not see",
    );
    expect(discord.violations).toEqual([]);
  });

  it("cannot be made of public ones", async () => {
    const asked = await scene.ask();
    await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "a", flags: 64, ...QUIET });
    expect(asked.original()?.isPrivate).toBe(false);
    expect(scene.discord.violations).toHaveLength(1);
  });
});

describe("follow-ups", () => {
  const settled = async (spec?: Parameters<Scene["ask"]>[0]) => {
    const asked = await scene.ask(spec);
    await scene.api("PATCH", scene.hook(asked, "/messages/@original"), { content: "first", ...QUIET });
    return asked;
  };

  it("come after the original, each with its own privacy", async () => {
    const asked = await settled();
    await scene.api("POST", scene.hook(asked), { content: "second", ...QUIET });
    await scene.api("POST", scene.hook(asked), { content: "third", flags: 64, ...QUIET });
    expect(asked.messages().map(({ content, isPrivate }) => [content, isPrivate])).toEqual([
      ["first", false],
      ["second", false],
      ["third", true],
    ]);
    expect(scene.discord.violations).toEqual([]);
  });

  it("right after a deferral edit the original, which is noted", async () => {
    const asked = await scene.ask();
    await scene.api("POST", scene.hook(asked), { content: "a", ...QUIET });
    expect(asked.messages().map((message) => message.content)).toEqual(["a"]);
    expect(scene.discord.violations).toHaveLength(1);
  });

  it("have no nonce", async () => {
    const asked = await settled();
    expect((await scene.api("POST", scene.hook(asked), { content: "a", nonce: "1", ...QUIET })).code).toBe(50035);
  });

  it("are at most five where only the person installed the app", async () => {
    scene.discord.install(scene.ada);
    const asked = await settled({ install: "user" });
    const codes: (number | undefined)[] = [];
    for (let n = 0; n < 6; n += 1) {
      scene.time.ms += 2000;
      codes.push((await scene.api("POST", scene.hook(asked), { content: `${n}`, ...QUIET })).code);
    }
    expect(codes).toEqual([undefined, undefined, undefined, undefined, undefined, 40094]);
  });
});

describe("the REST callback", () => {
  it("acknowledges, tells the message, and refuses a second time", async () => {
    let second: number | undefined;
    scene.bot.answer = async (payload) => {
      const path = `/interactions/${String(payload.id)}/${String(payload.token)}/callback`;
      const first = await scene.api("POST", `${path}?with_response=true`, { type: 4, data: { content: "hi", ...QUIET } });
      expect(first.json).toMatchObject({ interaction: { type: 2 }, resource: { type: 4, message: { content: "hi" } } });
      second = (await scene.api("POST", path, { type: 5 })).code;
      return new Response(null, { status: 202 });
    };
    const asked = await scene.ask();
    expect([asked.status, asked.messages()[0]?.content, second]).toEqual(["acknowledged", "hi", 40060]);
  });

  it("for an unknown interaction is 10062", async () => {
    expect(await scene.api("POST", "/interactions/1/nothing/callback", { type: 5 })).toMatchObject({ status: 404, code: 10062 });
  });
});
