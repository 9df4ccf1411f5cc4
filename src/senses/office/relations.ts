/** What a part of an office file refers to. Source: ECMA-376, Part 2, 9.3 (relationships). Used by pptx.ts and xlsx.ts. */
import { attributeIn, xmlParts } from "./xml.ts";
import type { Zip } from "./zip.ts";

export interface Relation {
  id: string;
  type: string;
  /** Path within the archive. */
  target: string;
}

export function relationsOf(zip: Zip, path: string): Relation[] {
  const slash = path.lastIndexOf("/") + 1;
  const xml = zip.text(`${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`) ?? "";
  return [...xmlParts(xml)].flatMap((part) =>
    part.kind === "open" && part.name === "Relationship"
      ? [
          {
            id: attributeIn(part.attributes, "Id") ?? "",
            type: attributeIn(part.attributes, "Type") ?? "",
            target: resolvePath(path, attributeIn(part.attributes, "Target") ?? ""),
          },
        ]
      : [],
  );
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
