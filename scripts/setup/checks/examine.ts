/** `npm run doctor`: asks once for the facts, looks at each of them, prints a line each with what to do. */
import { DiscordApiError } from "../../../src/kernel/errors.ts";
import type { Context } from "../context.ts";
import { explainDiscord } from "../discord.ts";
import { mask } from "../mask.ts";
import { Problem } from "../problem.ts";
import { lookAt } from "../worker-health.ts";
import { checkApplicationId, checkCommands, checkEndpoint, checkEvents, checkIntent, checkPolicies, checkPublicKey, checkToken } from "./discord.ts";
import type { Facts, Finding } from "./finding.ts";
import { checkEmbeddings, checkModel, checkPrice } from "./model.ts";
import { checkDoor, checkMigrations, checkObject, checkVersion, checkWorker, checkWorkerKeys, checkWorkerToken } from "./worker.ts";

/** Null: there is nothing to look at. */
type Check = (facts: Facts) => Finding | Promise<Finding | null>;
const CHECKS: readonly Check[] = [
  checkToken,
  checkApplicationId,
  checkPublicKey,
  checkIntent,
  checkEndpoint,
  checkEvents,
  checkPolicies,
  checkCommands,
  checkWorker,
  checkVersion,
  checkMigrations,
  checkObject,
  checkWorkerKeys,
  checkWorkerToken,
  checkDoor,
  checkModel,
  checkPrice,
  checkEmbeddings,
];

const MARK = { ok: "ok  ", warn: "warn", fail: "FAIL", skip: "-   " } as const;

/** Exit code 1 if anything fails. */
export async function examine(context: Context, { json, url }: { json: boolean; url?: string }): Promise<void> {
  const facts = await gather(context, url);
  const findings = (await Promise.all(CHECKS.map((check) => check(facts)))).filter((finding) => finding !== null);
  const failed = findings.filter(({ status }) => status === "fail").length;
  if (json) {
    const text = JSON.stringify({ ok: failed === 0, version: context.version, url: facts.url, checks: findings }, null, 2);
    process.stdout.write(`${mask(text, context.settings.secrets())}\n`);
  } else {
    const width = Math.max(...findings.map(({ title }) => title.length));
    for (const { status, title, detail, remedy } of findings) {
      context.out.line(`${MARK[status]}  ${title.padEnd(width)}  ${detail}`);
      if (remedy !== undefined) context.out.line(`${" ".repeat(8 + width)}${remedy}`);
    }
    context.out.line(failed === 0 ? "Everything that has to work does." : `${failed} of ${findings.length} need attention.`);
  }
  if (failed > 0) process.exitCode = 1;
}

async function gather(context: Context, named: string | undefined): Promise<Facts> {
  const { application, trouble } = await askDiscord(context);
  const there = application?.interactionsEndpointUrl?.replace(/\/interactions$/, "");
  const url = (named ?? (context.settings.get("PUBLIC_URL") || context.state.answers.url || there || "")).replace(/\/+$/, "");
  return { context, application, trouble, url, seen: url === "" ? undefined : await lookAt(url, true) };
}

async function askDiscord(context: Context): Promise<Pick<Facts, "application" | "trouble">> {
  if (context.settings.get("DISCORD_BOT_TOKEN") === "") {
    return {
      application: undefined,
      trouble: { detail: "DISCORD_BOT_TOKEN is not set", remedy: "Set it in the environment or in .dev.vars, or run `npm run setup`." },
    };
  }
  try {
    return { application: await context.discord().application(), trouble: undefined };
  } catch (reason) {
    const error = explainDiscord(reason);
    if (!(error instanceof Problem)) throw error;
    const detail = reason instanceof DiscordApiError && reason.status === 401 ? "Discord does not accept it" : "Discord did not answer as it should";
    return { application: undefined, trouble: { detail, remedy: error.message } };
  }
}
