/** What the demo model's ids can do, by their names, and what is said of those that cannot. Used by demo-model.ts. */

export type Ability = "chat" | "embeddings" | "images" | "speech" | "transcriptions";
const ABILITIES: readonly [Ability, RegExp][] = [
  ["embeddings", /embed/],
  ["images", /image|dall-e/],
  ["speech", /speech/],
  ["transcriptions", /transcri|whisper/],
];
export const abilityOf = (id: string): Ability => ABILITIES.find(([, names]) => names.test(id))?.[0] ?? "chat";
/** What OpenAI says of models that do something else. */
export const CANNOT: Readonly<Record<Ability, (model: string) => [status: number, message: string]>> = {
  chat: () => [404, "This is not a chat model and thus not supported in the v1/chat/completions endpoint."],
  embeddings: (model) => [403, `You are not allowed to generate embeddings from this model: ${model}`],
  images: (model) => [400, `Invalid value: '${model}'. Value must be a picture model.`],
  speech: (model) => [404, `The model \`${model}\` does not exist or you do not have access to it.`],
  transcriptions: (model) => [404, `The model \`${model}\` does not support transcription.`],
};
