/** `npm run size`: prints the size of the Worker and fails above the limit. A bigger Worker starts slower. */
import { measureBundle } from "./bundle-size.ts";

const LIMIT_KIB = 560;

const kib = (bytes: number) => (bytes / 1024).toFixed(1);
const { bytes, gzipBytes } = measureBundle();
console.log(`The Worker has ${kib(bytes)} KiB, ${kib(gzipBytes)} KiB compressed; the limit is ${LIMIT_KIB} KiB compressed.`);
if (bytes === 0 || gzipBytes > LIMIT_KIB * 1024) {
  console.error(bytes === 0 ? "Nothing was built." : "That is too big. See what is new in the bundle: npx wrangler deploy --dry-run --outdir dist --metafile");
  process.exitCode = 1;
}
