/** Whom the model can remind: whoever is asking, and where nobody asked, nobody. */
import { expect, it } from "vitest";
import type { ToolPorts } from "../../src/tools/ports.ts";
import { setReminder } from "../../src/tools/set-reminder.ts";
import type { ToolPlace } from "../../src/tools/tool.ts";

it("is offered to people, and not in what the bot says unasked or by schedule, whose asker it is itself", () => {
  const offered = (asker: string) => setReminder.offered({ asker: { id: asker }, applicationId: "1" } as unknown as ToolPlace, {} as ToolPorts);
  expect([offered("7"), offered("1")]).toEqual([true, false]);
});
