/** The steps in their order. `setup` takes all of them, `deploy` and `update` those that an update needs. */
import type { Step } from "../run.ts";
import { account } from "./account.ts";
import { application } from "./application.ts";
import { commands } from "./commands.ts";
import { connection } from "./connection.ts";
import { database } from "./database.ts";
import { deploy } from "./deploy.ts";
import { health } from "./health.ts";
import { migrations } from "./migrations.ts";
import { model } from "./model.ts";
import { decisions } from "./options.ts";
import { secretKey } from "./secret-key.ts";
import { upload } from "./upload.ts";

export const setupSteps: readonly Step[] = [
  secretKey,
  application,
  account,
  model,
  decisions,
  database,
  migrations,
  deploy,
  upload,
  health,
  commands,
  connection,
];

/** Tables first: new code on old tables fails, old code on new tables works (migrations only add). */
export const deploySteps: readonly Step[] = [database, migrations, deploy];
export { commands };
