import * as z from "zod";

/**
 * Settings that change a result, kept in the repository (`.release-halt/settings.yaml`) so that the editor and the
 * command line agree. All are optional; an absent one has no stand-in for a fact (no currency, no policy).
 */
export const settingsSchema = z.looseObject({
  /** Regular expression whose first group, or whole match, is the bug id in a branch name. */
  bugPattern: z.string().optional(),
  /** Address of a bug with `{id}` in it. */
  bugUrl: z.string().optional(),
  /** ISO 4217, as in `EUR`. */
  currency: z.string().optional(),
  /** IANA name, as in `Europe/Vienna`, for the dates in a brief. */
  timeZone: z.string().optional(),
  /** The component (tag prefix) of a monorepo that is released from here. */
  component: z.string().optional(),
  policy: z
    .looseObject({
      name: z.string(),
      levels: z.array(
        z.looseObject({
          level: z.string(),
          clauses: z.array(z.looseObject({ id: z.string(), text: z.string() })),
        }),
      ),
    })
    .optional(),
});

export type Settings = z.output<typeof settingsSchema>;
