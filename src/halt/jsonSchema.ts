import * as z from "zod";
import { haltSchema } from "./schema/halt";

/** The JSON Schema (draft-07) of a halt file as a person writes it: what has a default may be left out. */
export function haltJsonSchema(): object {
  return z.toJSONSchema(haltSchema, { target: "draft-7", io: "input" });
}
