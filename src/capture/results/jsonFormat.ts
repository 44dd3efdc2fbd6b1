import type * as z from "zod";
import type { ResultCollector } from "./resultCollector";

/** A format of test results that is one JSON value. */
export interface JsonFormat {
  readonly id: string;
  /** Whether a value looks like this format, by a few of its keys. */
  readonly isValue: (value: unknown) => boolean;
  /** Reads a value that looks like it; what it cannot read is a problem. */
  readonly read: (value: unknown, into: ResultCollector) => void;
}

/**
 * The value as the schema has it. Where a part is of another shape, a problem says which, and nothing is answered.
 * @param what the format's name, as people say it
 */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
  into: ResultCollector,
): z.output<Schema> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined ? "" : ` at ${issue.path.map(String).join(".").slice(0, 200)}`;
  into.problem(
    "error",
    `It looks like ${what} and is of another shape${where}, so it cannot be read: ${issue?.message ?? ""}`,
  );
  return undefined;
}
