/** `/privacy`: what is kept, where it goes, and the way out. */
import type { CommandInteraction } from "../discord/interaction.ts";
import { privacyNotice } from "./privacy-notice.ts";
import type { Handler } from "./types.ts";

export const privacy: Handler<CommandInteraction> = async (interaction, deps) => ({
  type: "message",
  message: await privacyNotice(interaction, deps),
  private: true,
});
