import * as z from "zod";
import type { HaltPath } from "./intent";
import { haltSchema } from "./schema/halt";

/**
 * The schema of the value at a path of the halt, or undefined where the record has no such place. A step that names an
 * item leads to the schema of the list's items.
 */
export function schemaAt(path: HaltPath): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = haltSchema;
  for (const step of path) {
    const inner: z.core.$ZodType = unwrap(schema);
    if (typeof step === "string") schema = member(inner, step);
    else schema = inner instanceof z.ZodArray ? inner.element : undefined;
    if (schema === undefined) return undefined;
  }
  return schema;
}

/** Whether the schema, without its wrappers, is a list. */
export function isList(schema: z.core.$ZodType): boolean {
  return unwrap(schema) instanceof z.ZodArray;
}

/** The keys of the object at a path in the order of the schema; empty where it is no object. */
export function keyOrder(path: HaltPath): readonly string[] {
  const schema = schemaAt(path);
  const inner = schema === undefined ? undefined : unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function member(schema: z.core.$ZodType, key: string): z.core.$ZodType | undefined {
  if (isObject(schema)) return Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
  if (schema instanceof z.ZodRecord)
    return z.safeParse(schema.keyType, key).success ? schema.valueType : undefined;
  return undefined;
}

function isObject(schema: z.core.$ZodType): schema is z.ZodObject<z.core.$ZodShape> {
  return schema instanceof z.ZodObject;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap());
  }
  return schema;
}
