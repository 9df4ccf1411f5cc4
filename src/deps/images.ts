/** Config -> who makes pictures: by the address, since both kinds of server can have any name. Used by object.ts. */
import type { Config } from "../env.ts";
import type { Clock } from "../kernel/clock.ts";
import { createAutomatic1111 } from "../llm/automatic1111.ts";
import { createImagePricing } from "../llm/image-pricing.ts";
import { type Images, PICTURE_BYTES } from "../llm/images.ts";
import { createOpenAiImages } from "../llm/openai/images.ts";
import { atMost } from "../net/at-most.ts";
import type { Fetch } from "../net/gates.ts";
import { createPictureFetch } from "../net/picture-fetch.ts";
import { isPrivateHost } from "../net/private-host.ts";
import { USER_AGENT } from "./parts.ts";

/** Pictures keep a connection waiting for minutes; of the four that models have in an object, answers need some. */
const AT_ONCE = 2;
const AUTOMATIC1111 = /\/sdapi(\/|$)/;

/** Null without IMAGE_MODEL. Its key goes to its own address alone. */
export function imagesOf(config: Config, { fetch, clock }: { fetch: Fetch; clock: Clock }): Images | null {
  const { IMAGE_MODEL: model, IMAGE_BASE_URL: other, IMAGE_API_KEY: key, OPENAI_BASE_URL: usual, OPENAI_API_KEY: usualKey } = config;
  if (model === "") return null;
  const baseUrl = other?.replace(/\/+$/, "") ?? usual;
  const apiKey = key ?? (baseUrl === usual ? usualKey : "");
  const isPrivateServer = isPrivateHost(new URL(baseUrl).hostname);
  const { price, isDefault } = config.FALLBACK_PRICE;
  // As with any other model: the deployer's own machine costs nothing, unless a price was named on purpose.
  const pricing = createImagePricing({ model, fallback: price, free: isPrivateServer && isDefault });
  const common = { apiKey, model, fetch: atMost(AT_ONCE, "POST", fetch), clock, pricing };
  if (AUTOMATIC1111.test(new URL(baseUrl).pathname)) return createAutomatic1111({ ...common, baseUrl: baseUrl.replace(/\/sdapi(\/v1)?$/, "/sdapi/v1") });
  const fetchPicture = createPictureFetch({ fetch, clock, isPrivateServer, maxBytes: PICTURE_BYTES, userAgent: USER_AGENT });
  return createOpenAiImages({ ...common, baseUrl, fetchPicture });
}
