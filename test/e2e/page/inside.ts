/** The playground of `npm run dev` inside of the test's process, so that its set-up file is the test's own. Used by `page-steps.e2e.ts`. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Playground, startPlayground } from "../../../scripts/playground/playground.ts";
import { createState } from "../../../scripts/setup/state.ts";

export interface Inside {
  playground: Playground;
  /** As `npm run setup` does when it has come to its end. */
  finishSetup(): void;
  forgetSetup(): Promise<void>;
  stop(): Promise<void>;
}

export async function startInside(): Promise<Inside> {
  const data = await mkdtemp(join(tmpdir(), "edgewise-inside-"));
  const setupFile = join(data, ".data", "setup.json");
  const playground = await startPlayground({ port: 0, persistTo: data, setupFile, settings: {}, onLine: () => undefined });
  return {
    playground,
    finishSetup: () => createState(data).done("finished", ""),
    forgetSetup: () => rm(setupFile, { force: true }),
    async stop() {
      await playground.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
