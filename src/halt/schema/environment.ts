import * as z from "zod";
import { itemId, provenance, text } from "./common";

/** What a run may depend on beside the code: the machine, its tools, its clock. What could not be told is left out. */
export const machine = z.looseObject({
  /** As the system calls itself, with its version: `Debian GNU/Linux 12 (bookworm)`. */
  system: text,
  architecture: text,
  /** What it is within, of the names in `capture/environment/surroundings.ts`. Empty means that nothing tells of any. */
  within: z.array(text).default([]),
  /** Those that the steps use; without a version where the tool did not tell it. */
  tools: z.array(z.looseObject({ name: text, version: text.optional() })).default([]),
  /** IANA name. */
  timeZone: text.optional(),
  locale: text.optional(),
});

/** Where the steps were run: the machine, and what the repository pins. */
export const environment = machine.extend({
  captured: provenance,
  /** Tracked files that pin what is installed, as they were on the disk. */
  lockFiles: z.array(z.looseObject({ path: text, sha256: z.string().regex(/^[0-9a-f]{64}$/) })).default([]),
  /** More lock files than are listed. */
  lockFilesNotListed: z.number().int().positive().optional(),
  /** Those that the person picked; the values without their secrets. */
  variables: z.array(z.looseObject({ id: itemId, name: text, value: text })).default([]),
});
