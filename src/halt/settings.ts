import * as z from "zod";
import { refPattern } from "./refPattern";

const gitName = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** The branch that holds the ledger. By a name that git gives to no branch, none would ever be found. */
export const ledgerBranchName = z
  .string()
  .regex(gitName)
  .refine(
    (name) => !/^refs\/|\.\.|\/[/.]|[/.]$|\.lock(?:\/|$)/.test(name),
    "The ledger's branch has a name as git gives it, without refs/heads/.",
  );

export const ledgerRemoteName = z.string().regex(gitName);

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
  /** Refs that are releases, as patterns of full names in which `*` stands for any characters. */
  releaseRefs: z.array(refPattern).optional(),
  /** Environments whose release is refused while nobody can tell whether it is halted. */
  productionEnvironments: z.array(z.string()).optional(),
  /** Where the record of halts is shared. */
  ledger: z
    .looseObject({
      branch: ledgerBranchName.optional(),
      remote: ledgerRemoteName.optional(),
      /** Whether one is expected: a remote without it is then no all-clear. */
      expected: z.boolean().optional(),
      /** How old the last copy may be when the remote does not answer. */
      maxAgeMinutes: z.number().positive().optional(),
    })
    .optional(),
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
