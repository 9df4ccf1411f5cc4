/** The data of a submitted modal, checked as the client checks it before sending; used by `payload.ts`. */
import { asObject, asObjects, asString, type JsonObject } from "./json.ts";
import { type Asker, ClientError } from "./spec.ts";
import type { InteractionRecord } from "./state.ts";

type ModalSpec = Asker & { kind: "modal"; values?: Record<string, string> };

export function modalData(parent: InteractionRecord | undefined, spec: ModalSpec): JsonObject {
  const modal = parent?.modal;
  if (!parent || !modal) throw new ClientError("no modal is open");
  if (parent.user.id !== spec.user.id && !spec.force) throw new ClientError("the modal was opened for somebody else");
  let next = 0;
  const components = asObjects(modal.components).map((component) => {
    next += 1;
    const outer = { type: component.type, id: next };
    const inner = (input: JsonObject) => {
      next += 1;
      return inputJson(input, next, spec);
    };
    if (component.type === 18) return { ...outer, component: inner(asObject(component.component)) };
    if (component.type === 1) return { ...outer, components: asObjects(component.components).map(inner) };
    return outer;
  });
  const known = new Set(inputIds(modal));
  for (const id of Object.keys(spec.values ?? {})) if (!known.has(id)) throw new ClientError(`the modal has no field "${id}"`);
  return { custom_id: modal.custom_id, components };
}

function inputIds(modal: JsonObject): string[] {
  return asObjects(modal.components).flatMap((component) =>
    [asObject(component.component), ...asObjects(component.components)].map((input) => asString(input.custom_id) ?? ""),
  );
}

/** Text inputs carry `value`; everything that is chosen from a list carries `values`. */
function inputJson(input: JsonObject, id: number, spec: ModalSpec): JsonObject {
  const customId = asString(input.custom_id) ?? "";
  const common = { type: input.type, id, custom_id: customId };
  const typed = spec.values?.[customId];
  if (input.type !== 4) return { ...common, values: typed === undefined || typed === "" ? [] : typed.split(",") };
  const value = typed ?? asString(input.value) ?? "";
  const max = Number(input.max_length ?? 4000);
  const min = Number(input.min_length ?? 0);
  if (!spec.force && input.required !== false && value === "") throw new ClientError(`the field "${customId}" is required`);
  if (!spec.force && value.length > max) throw new ClientError(`the field "${customId}" takes ${max} characters`);
  if (!spec.force && value !== "" && value.length < min) throw new ClientError(`the field "${customId}" takes at least ${min} characters`);
  return { ...common, value };
}
