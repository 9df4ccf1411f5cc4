/** What a part of an office file refers to, by the ids it uses. Source: ECMA-376, Part 2, 9.3 (relationships). Used by pptx.ts and xlsx.ts. */
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

interface Relation {
  type: string;
  /** Path within the archive. */
  target: string;
}

const MOST = 10_000;

export function relationsOf(zip: Zip, path: string): Map<string, Relation> {
  const slash = path.lastIndexOf("/") + 1;
  const found = new Map<string, Relation>();
  for (const part of xmlParts(zip.text(`${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`) ?? "")) {
    if (part.kind !== "open" || part.name !== "Relationship") continue;
    const target = resolvePath(path, attributeIn(part.attributes, "Target") ?? "");
    found.set(attributeIn(part.attributes, "Id") ?? "", { type: attributeIn(part.attributes, "Type") ?? "", target });
    if (found.size >= MOST) break;
  }
  return found;
}

/** `target` as seen from `base`: both are paths within the archive. */
export function resolvePath(base: string, target: string): string {
  const steps = target.startsWith("/") ? [] : base.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}
