/** Parts of jobs' inputs that more than one kind checks. */
import * as z from "zod";

export const attachment = () =>
  z.object({
    id: z.string(),
    filename: z.string(),
    contentType: z.string(),
    size: z.number(),
    url: z.string(),
    proxyUrl: z.string(),
    width: z.number().exactOptional(),
    height: z.number().exactOptional(),
    seconds: z.number().exactOptional(),
  });
