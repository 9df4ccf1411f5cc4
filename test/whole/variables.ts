/** The Worker's settings in whole-path tests; addresses end at the stand-ins (world.ts). */

/** Of the application's Ed25519 key. */
export const KEY_SEED = "07".repeat(32);

export const testVariables = {
  DISCORD_APPLICATION_ID: "100000000000000001",
  DISCORD_BOT_TOKEN: "test-bot-token",
  DISCORD_API_BASE: "https://discord.com/api/v10",
  OPENAI_BASE_URL: "https://model.example/v1",
  OPENAI_API_KEY: "sk-test",
  MODEL: "demo-large,demo-small",
  IMAGE_MODEL: "gpt-image-2",
  FALLBACK_PRICE: "5/15",
  USER_DAILY_BUDGET_USD: "0.5",
  SECRET_KEY: btoa("s".repeat(32)),
  LOG_LEVEL: "silent",
};
