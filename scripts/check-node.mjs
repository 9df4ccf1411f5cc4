// Runs before `npm run dev`: plain JavaScript, so that a Node that is too old for TypeScript says so in one sentence.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// From this version on Node runs TypeScript as it is. Source: Node 22.18 release notes.
const NEEDED = [22, 18];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isTooOld = major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]);
const isInstalled = existsSync(fileURLToPath(new URL("../node_modules/wrangler", import.meta.url)));

if (!isInstalled) fail('The dependencies are missing: run "npm install" first.');
if (isTooOld) fail(`Node ${process.versions.node} is too old to run this file: use "npm run dev", which brings its own, or Node ${NEEDED.join(".")} or newer.`);

function fail(sentence) {
  process.stderr.write(`\n  ${sentence}\n\n`);
  process.exit(1);
}
