// The product's engine for the presence bench: `node replay.mjs --policy scripts/bench/presence/policy.mjs`, from any directory, in Node 20 and newer.
import { load } from "./load.mjs";

const { createPolicy } = await load();
export const create = (given) => createPolicy(given);
