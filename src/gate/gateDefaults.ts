/** What a gate is told of the repository that it is in. */
export interface GateSettings {
  readonly ledgerBranch: string;
  /** Empty: the gate finds it. */
  readonly remote: string;
  /** Full ref patterns; `*` matches any characters. */
  readonly releaseRefs: readonly string[];
  /** Names of environments where "cannot tell" blocks. */
  readonly production: readonly string[];
  /** How old the last copy of the ledger may be when the remote does not answer. */
  readonly maxAgeSeconds: number;
  /** A ledger is expected: without one the gate cannot tell. */
  readonly expected: boolean;
}

/** What counts where the repository's settings say nothing. release-halt.sh says the same at its top. */
export const gateDefaults = {
  ledgerBranch: "release-halts",
  remote: "",
  releaseRefs: [
    "refs/tags/*",
    "refs/heads/release/*",
    "refs/heads/releases/*",
    "refs/heads/release-*",
    "refs/heads/hotfix/*",
  ],
  production: ["production", "prod", "live"],
  maxAgeSeconds: 3600,
  expected: false,
} as const satisfies GateSettings;

/** The first of the names of production: what a gate asks about where one has to be named. */
export function productionName({ production }: Pick<GateSettings, "production">): string {
  return production[0] ?? gateDefaults.production[0];
}

/** How far the gate goes, in each of its forms. release-halt.sh says the same at its top. */
export const gateLimits = {
  /** A ledger that was fetched so short a time ago is not asked for again. */
  freshMs: 30_000,
  /** For one question to the remote. */
  networkMs: 10_000,
  /** The history of a large repository comes slowly. */
  historyMs: 600_000,
  /** A revert of a revert of a revert ...: deeper than this nobody goes. */
  revertsDeep: 8,
  /** A change of more paths than this is looked for in the whole history: so many do not narrow a search any more. */
  pathsAtMost: 500,
  /** No record of a ledger is larger. */
  recordBytes: 4 * 1024 * 1024,
} as const;
