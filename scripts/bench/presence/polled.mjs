// As policy.mjs, but it sees messages only when the channel is read, as the product does without a real-time source.
import { load } from "./load.mjs";

const { createPolicy } = await load();
export const create = (given) => createPolicy(given, { polled: true });
