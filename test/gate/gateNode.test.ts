import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { checkRelease } from "../../src/gate/checkRelease";
import type { Settings } from "../../src/halt/settings";
import { createGit } from "../../src/system/git";
import { runCases } from "./gateCases";

const git = createGit();

describe("The gate in Node", () => {
  runCases("Node", async (_, { folder, args, settings }) => {
    const values = readArguments(args);
    if (values === undefined) return { code: 2, halts: [] };
    const { "max-age": maxAge, offline = false, "fetch-history": fetchHistory = false, ...question } = values;
    const check = await checkRelease(git, folder, question, {
      settings: settingsOf(settings),
      offline,
      fetchHistory,
      ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
    });
    const code = { open: 0, halted: 1, approvalRequired: 1, cannotTell: 2 }[check.verdict];
    return { code, halts: [...check.active, ...check.undecided].map(({ id }) => id) };
  });
});

/** As the command line reads them: undefined where it would say that it is asked in a way that it does not know. */
function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ref: { type: "string" },
        tag: { type: "string" },
        commit: { type: "string" },
        component: { type: "string" },
        environment: { type: "string" },
        "max-age": { type: "string" },
        offline: { type: "boolean" },
        "fetch-history": { type: "boolean" },
      },
    }).values;
  } catch (error) {
    assert.match(String(error), /Unknown option|argument is ambiguous/);
    return undefined;
  }
}

/** The settings of the repository, as the installer writes them into the sh form. */
function settingsOf(given: Readonly<Record<string, string>>): Settings {
  const { ledger_branch, remote, release_refs, production, expected } = given;
  return {
    ledger: {
      ...(ledger_branch !== undefined && { branch: ledger_branch }),
      ...(remote !== undefined && { remote }),
      ...(expected !== undefined && { expected: expected === "yes" }),
    },
    ...(release_refs !== undefined && { releaseRefs: release_refs.split(" ") }),
    ...(production !== undefined && { productionEnvironments: production.split(" ") }),
  };
}
