import { checkRelease } from "../gate/checkRelease";
import type { ReleaseCheck } from "../gate/releaseVerdict";
import type { ReleaseQuestion } from "../gate/rules/question";
import type { Settings } from "../halt/settings";
import { optional, secondsOf, text, WrongUse, type Flags } from "./command";
import { git, repositoryOf } from "./place";

/** What the gate was asked, where, and what it answered. */
export interface AskedGate {
  readonly top: string;
  readonly settings: Settings;
  readonly question: ReleaseQuestion;
  readonly askedAt: Date;
  readonly gate: ReleaseCheck;
}

/** Asks the gate what the options of `check` and `guard` say; in a way that it does not know is wrong use. */
export async function askGate(flags: Flags): Promise<AskedGate> {
  const question = questionOf(flags);
  const maxAgeSeconds = secondsOf(flags, "max-age", 0);
  const { top, settings, problems } = await repositoryOf(flags);
  const askedAt = new Date();
  const gate = await checkRelease(git, top, question, {
    settings,
    settingsProblems: problems,
    offline: flags.offline === true,
    fetchHistory: flags["fetch-history"] === true,
    ...optional("maxAgeSeconds", maxAgeSeconds),
  });
  return { top, settings, question, askedAt, gate };
}

function questionOf(flags: Flags): ReleaseQuestion {
  const [ref, tag] = [named(flags, "ref"), named(flags, "tag")];
  if (ref !== undefined && tag !== undefined) throw new WrongUse("Give --ref or --tag, not both.");
  return {
    ...optional("ref", ref),
    ...optional("tag", tag),
    ...optional("commit", named(flags, "commit")),
    ...optional("component", named(flags, "component")),
    ...optional("environment", named(flags, "environment")),
  };
}

/** A variable of the pipeline that is empty must not become "nothing was asked". */
function named(flags: Flags, option: string): string | undefined {
  const value = text(flags, option);
  if (value === "") throw new WrongUse(`--${option} needs a value.`);
  return value;
}

/** The answer for a person: one sentence, then what it rests on. */
export function gateLines(gate: ReleaseCheck): readonly string[] {
  const { line, active, passed, unreadable, unknown, warnings, verdict } = gate;
  return [
    line,
    ...active.flatMap(({ id, title, reason, by, since, lifts, release }) => [
      `  ${title}${release === null ? "" : ` (${release})`}`,
      `    Why: ${reason}`,
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
