import { checkRelease, type ReleaseCheck } from "../gate/checkRelease";
import { optional, print, secondsOf, text, type Flags } from "./command";
import { git, repositoryOf } from "./place";

/** `check`: whether a release may go on. */
export async function check(flags: Flags): Promise<number> {
  const { top, settings, problems } = await repositoryOf(flags);
  const maxAgeSeconds = secondsOf(flags, "max-age", 0);
  const question = {
    ...optional("ref", text(flags, "ref")),
    ...optional("tag", text(flags, "tag")),
    ...optional("commit", text(flags, "commit")),
    ...optional("component", text(flags, "component")),
    ...optional("environment", text(flags, "environment")),
  };
  const gate = await checkRelease(git, top, question, {
    settings,
    settingsProblems: problems,
    offline: flags.offline === true,
    fetchHistory: flags["fetch-history"] === true,
    ...optional("maxAgeSeconds", maxAgeSeconds),
  });
  print(flags, gate, linesOf(gate));
  return { open: 0, halted: 1, approvalRequired: 1, cannotTell: 2 }[gate.verdict];
}

function linesOf({ line, active, passed, unreadable, unknown, warnings, verdict }: ReleaseCheck): string[] {
  return [
    line,
    ...active.flatMap(({ id, title, reason, by, since, lifts, release }) => [
      `  ${title}${release === null ? "" : ` (${release})`}`,
      ...(reason === null ? [] : [`    Why: ${reason}`]),
      `    Placed${by === null ? "" : ` by ${by}`}${since === null ? "" : `, ${since}`}`,
      `    Lifted when: ${lifts.join("; ")}`,
      `    Halt: ${id}`,
    ]),
    ...unreadable.map(({ path, problem }) => `  ${path}: ${problem}`),
    ...unknown.filter((one) => !line.includes(one)).map((one) => `  ${one}`),
    ...(verdict === "open"
      ? passed.map(({ title, why }) => `  ${title}: does not stop this, because ${why}.`)
      : []),
    ...warnings.map((warning) => `  ${warning}`),
  ];
}
