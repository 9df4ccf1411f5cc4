/** Step: SECRET_KEY, by which people's ids are hidden in the database. Kept if there is one: with another key nobody would be found again. */
import { randomBytes } from "node:crypto";
import type { Step } from "../run.ts";

export const secretKey: Step = {
  id: "secret-key",
  title: "Secret key",
  async run({ settings }) {
    if (settings.get("SECRET_KEY") !== "") return { unchanged: `SECRET_KEY from ${settings.source("SECRET_KEY")}` };
    settings.save({ SECRET_KEY: randomBytes(32).toString("base64") });
    return "SECRET_KEY made and kept in .dev.vars, which only you can read";
  },
};
