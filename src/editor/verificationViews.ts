import { decidedByWords } from "../assess/decidedByWords";
import { otherMachineWords } from "../assess/environmentWords";
import { shortCommit } from "../assess/targetWords";
import { verdictTitle } from "../assess/verdictTitle";
import { nameOfVerified, rateWords, verificationWords } from "../assess/verificationVerdict";
import type { Halt, Verification, VerifiedCommitEntry } from "../halt/schema/halt";
import type { VerificationDetail, VerificationView } from "./pageViews";

/** What the page shows of the verifications, in words; the details of opened ones only. */
export function verificationViews(halt: Halt, opened: ReadonlySet<string>): readonly VerificationView[] {
  return halt.reproduction.verifications.map((verification) => {
    const { id, at, by, where, commits } = verification;
    const target = commits.find(({ role }) => role === "target")?.commit;
    return {
      ...{ id, at, verdict: verdictTitle(verification) },
      ...(by !== undefined && { by }),
      ...(where !== undefined && { where }),
      ...(target !== undefined && { commit: shortCommit(target) }),
      ...(opened.has(id) && { detail: detailOf(halt, verification) }),
    };
  });
}

function detailOf(halt: Halt, verification: Verification): VerificationDetail {
  const [otherMachine] = otherMachineWords(halt, verification);
  const { command, folder, setup, decidedBy, asked, outOfTime, commits } = verification;
  return {
    ...{ words: verificationWords(verification), command, decidedBy: decidedByWords(decidedBy) },
    ...(folder !== undefined && { folder }),
    ...(setup !== undefined && { setup }),
    ...(otherMachine !== undefined && { otherMachine }),
    ...(outOfTime === true && { outOfTime: `The time was up before ${asked} runs of each were made.` }),
    commits: commits.map(commitDetail),
  };
}

function commitDetail(entry: VerifiedCommitEntry): VerificationDetail["commits"][number] {
  const { commit, runs, failures, unusable, remarks, log } = entry;
  const whys = log.flatMap(({ outcome, why }) =>
    outcome === "unusable" ? [why ?? "it is not known why"] : [],
  );
  return {
    name: `${nameOfVerified(entry)} (${shortCommit(commit)})`,
    shown: runs === 0 ? "no run told anything" : `${failures} of ${runs}`,
    ...(runs > 0 && { rate: rateWords(entry) }),
    ...(unusable > 0 && {
      untold: `${unusable === 1 ? "1 run" : `${unusable} runs`} told nothing: ${[...new Set(whys)].join("; ")}`,
    }),
    remarks,
    outputs: log.flatMap(({ outcome, exitCode, output }) =>
      output === undefined ? [] : [{ from: `${outcomeWords[outcome]}${exitWords(exitCode)}`, text: output }],
    ),
  };
}

const outcomeWords: Readonly<Record<VerifiedCommitEntry["log"][number]["outcome"], string>> = {
  failed: "Where it showed",
  passed: "Where it did not",
  unusable: "Where nothing was told",
};

function exitWords(exitCode: number | undefined): string {
  return exitCode === undefined ? "" : `, exit code ${exitCode}`;
}
