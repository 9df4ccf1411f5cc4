/** Rules of components that the schemas do not know: counts, unique custom ids, which fields a button needs, what a modal may hold. */
import { asObject, asObjects, asString, type JsonObject } from "./json.ts";
import type { FormError } from "./refusal.ts";

type Path = readonly (string | number)[];

const TOTAL_LIMIT = 40;
const ROWS_LIMIT = 5;

export function checkComponents(components: readonly JsonObject[], isV2: boolean): FormError[] {
  const errors: FormError[] = [];
  const all = flatten(components, ["components"]);
  if (!isV2) {
    if (components.length > ROWS_LIMIT) errors.push({ path: ["components"], code: "BASE_TYPE_MAX_LENGTH", message: "Must be 5 or fewer in length." });
    components.forEach((component, index) => {
      if (component.type !== 1)
        errors.push({ path: ["components", index, "type"], code: "COMPONENT_TYPE_INVALID", message: "Only action rows, unless IS_COMPONENTS_V2 is set." });
    });
  }
  if (all.length > TOTAL_LIMIT)
    errors.push({ path: ["components"], code: "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message: "The total number of components exceeds 40." });
  for (const { component, path } of all) {
    if (component.type === 1) errors.push(...rowErrors(component, path));
    if (component.type === 2) errors.push(...buttonErrors(component, path));
    if (component.type === 3) errors.push(...selectErrors(component, path));
    if (DEFAULT_KINDS.has(Number(component.type))) errors.push(...defaultErrors(component, path));
  }
  return [...errors, ...duplicateIds(all)];
}

interface Placed {
  component: JsonObject;
  path: Path;
}

function flatten(components: readonly JsonObject[], path: Path): Placed[] {
  return components.flatMap((component, index) => {
    const here = [...path, index];
    const accessory = component.accessory;
    return [
      { component, path: here },
      ...flatten(asObjects(component.components), [...here, "components"]),
      ...(accessory ? [{ component: asObject(accessory), path: [...here, "accessory"] }] : []),
    ];
  });
}

function rowErrors(row: JsonObject, path: Path): FormError[] {
  const inside = asObjects(row.components);
  const selects = inside.filter((component) => component.type !== 2).length;
  if (inside.length > 5) return [{ path: [...path, "components"], code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 1 and 5 in length." }];
  if (selects > 0 && inside.length > 1)
    return [{ path: [...path, "components"], code: "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message: "A select fills its row alone." }];
  return [];
}

/** Source: Discord reference, "Button": link has a url, premium a sku_id, all others a custom_id; and something to look at. */
function buttonErrors(button: JsonObject, path: Path): FormError[] {
  const errors: FormError[] = [];
  const has = (key: string) => button[key] !== undefined && button[key] !== null && button[key] !== "";
  const needs = button.style === 5 ? "url" : button.style === 6 ? "sku_id" : "custom_id";
  for (const key of ["url", "sku_id", "custom_id"]) {
    if (key === needs && !has(key)) errors.push({ path: [...path, key], code: "BASE_TYPE_REQUIRED", message: "This field is required" });
    if (key !== needs && has(key))
      errors.push({ path: [...path, key], code: "BUTTON_COMPONENT_INVALID_FIELD", message: `A button of this style has no ${key}.` });
  }
  if (button.style !== 6 && !has("label") && !has("emoji"))
    errors.push({ path, code: "BUTTON_COMPONENT_INVALID_DATA", message: "A button must have a label or an emoji." });
  return errors;
}

function selectErrors(select: JsonObject, path: Path): FormError[] {
  const errors: FormError[] = [];
  const options = asObjects(select.options);
  const values = options.map((option) => option.value);
  if (new Set(values).size !== values.length)
    errors.push({ path: [...path, "options"], code: "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message: "The specified option value is already used" });
  const min = Number(select.min_values ?? 1);
  const max = Number(select.max_values ?? 1);
  if (min > max || max > options.length)
    errors.push({ path: [...path, "max_values"], code: "SELECT_COMPONENT_INVALID_RANGE", message: "min_values, max_values and options do not fit together." });
  return errors;
}

/** Selects whose options Discord fills in, and of which kind they are. */
const DEFAULT_KINDS = new Map([
  [5, "user"],
  [6, "role"],
  [8, "channel"],
]);

/** Source: Discord reference, "User Select", "Role Select", "Channel Select": as many default values as could be chosen, each of the select's own kind. */
function defaultErrors(select: JsonObject, path: Path): FormError[] {
  const defaults = asObjects(select.default_values);
  if (select.default_values === undefined || select.default_values === null) return [];
  const [min, max] = [Number(select.min_values ?? 1), Number(select.max_values ?? 1)];
  const kind = DEFAULT_KINDS.get(Number(select.type));
  const errors: FormError[] = [];
  if (defaults.length < min || defaults.length > max)
    errors.push({
      path: [...path, "default_values"],
      code: "SELECT_COMPONENT_INVALID_RANGE",
      message: "default_values, min_values and max_values do not fit together.",
    });
  if (defaults.some(({ type }) => type !== kind))
    errors.push({ path: [...path, "default_values"], code: "BASE_TYPE_CHOICES", message: `Default values of this select are of type "${kind}".` });
  if (new Set(defaults.map(({ id }) => id)).size !== defaults.length)
    errors.push({
      path: [...path, "default_values"],
      code: "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
      message: "The specified default value is already used",
    });
  return errors;
}

function duplicateIds(all: readonly Placed[]): FormError[] {
  const seen = new Set<string>();
  return all.flatMap(({ component, path }) => {
    const id = asString(component.custom_id);
    if (id === undefined) return [];
    if (seen.has(id)) return [{ path: [...path, "custom_id"], code: "COMPONENT_CUSTOM_ID_DUPLICATED", message: "Component custom id cannot be duplicated" }];
    seen.add(id);
    return [];
  });
}

/** Modals: 1 to 5 rows or labels, unique ids, and the label in exactly one place. Source: Discord reference, "Label", "Text Input". */
export function checkModal(modal: JsonObject): FormError[] {
  const errors: FormError[] = [];
  const top = asObjects(modal.components);
  if (top.length > 5) errors.push({ path: ["components"], code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 1 and 5 in length." });
  const inputs: Placed[] = top.flatMap((component, index) => {
    const path: Path = ["components", index];
    if (component.type === 18) return [{ component: asObject(component.component), path: [...path, "component"] }];
    return asObjects(component.components).map((inner, place) => ({ component: inner, path: [...path, "components", place] }));
  });
  for (const { component, path } of inputs) {
    const isLabelled = path.at(-1) === "component";
    const label = asString(component.label);
    if (component.type !== 4) continue;
    if (isLabelled && label !== undefined)
      errors.push({ path: [...path, "label"], code: "TEXT_INPUT_LABEL_IN_LABEL", message: "Inside a label the text input has no label of its own." });
    if (!isLabelled && label === undefined) errors.push({ path: [...path, "label"], code: "BASE_TYPE_REQUIRED", message: "This field is required" });
    const max = Number(component.max_length ?? 4000);
    if (Number(component.min_length ?? 0) > max)
      errors.push({ path: [...path, "min_length"], code: "TEXT_INPUT_INVALID_RANGE", message: "min_length is more than max_length." });
    if ((asString(component.value) ?? "").length > max)
      errors.push({ path: [...path, "value"], code: "BASE_TYPE_MAX_LENGTH", message: `Must be ${max} or fewer in length.` });
  }
  return [...errors, ...duplicateIds(inputs)];
}
