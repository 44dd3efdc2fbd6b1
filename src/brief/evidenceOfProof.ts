import { environmentClaim, lockFileWords } from "../assess/environmentWords";
import { attachedTotals, failWords, isCounted } from "../assess/judgeFailingTests";
import { newSinceBaseWords } from "../assess/newSinceBase";
import { capitalised, isWritten, phrase } from "../assess/phrase";
import { counted } from "../assess/rangeWords";
import { contradictionWords, runCircumstances, runEndWords, runName, runSubject } from "../assess/runWords";
import { shortCommit } from "../assess/targetWords";
import { verificationWords } from "../assess/verificationVerdict";
import type { Span } from "../halt/briefView";
import type { Halt, Observation, TestResultFile } from "../halt/schema/halt";
import { link, type Entry } from "./evidenceRow";
import { placeSpans } from "./placeSpans";

/** What was seen, run and tested, at the target and before. */
export function evidenceOfProof(halt: Halt, when: (iso: string) => string): Entry[] {
  return [
    ...observed(halt, when),
    ...reproduced(halt, when),
    ...ranIn(halt, when),
    ...verified(halt, when),
    ...tested(halt, when),
    ...ran(halt, when),
    ...testedBefore(halt, when),
  ];
}

/** How people call each rung of the ladder. */
const rungWords: Readonly<Record<Observation["rung"], string>> = {
  observed: "observed",
  confirmed: "confirmed",
  rerunHere: "re-run",
  rerunClean: "re-run from a clean checkout",
};

function observed(halt: Halt, when: (iso: string) => string): Entry[] {
  return halt.observations.map((observation) => {
    const text = isWritten(observation.text) ? observation.text : halt.title;
    const rung = capitalised(rungWords[observation.rung]);
    const by = isWritten(observation.by) ? ` by ${phrase(observation.by)}` : "";
    const where = isWritten(observation.environment) ? ` on ${phrase(observation.environment)}` : "";
    const build = isWritten(observation.build) ? `, build ${phrase(observation.build)}` : "";
    const at = observation.commit === undefined ? "" : `, at ${shortCommit(observation.commit)}`;
    return {
      key: "observations",
      claim: isWritten(text) ? capitalised(phrase(text)) : "An observation without words yet",
      from: [
        { text: `${rung}${by}${where}${build}${at}`, ...link(observation.url) },
        ...shown(halt, observation),
      ],
      when: observation.at === undefined ? "" : when(observation.at),
    };
  });
}

/** What is attached to an observation, by name. */
function shown({ attachments }: Halt, observation: Observation): Span[] {
  return attachments
    .filter(({ id }) => observation.attachments.includes(id))
    .map(({ kind, title, path, url }) => ({
      text: `(${kind}: ${isWritten(title) ? phrase(title) : (path ?? url ?? "without a name")})`,
      ...link(url),
    }));
}

function reproduced(halt: Halt, when: (iso: string) => string): Entry[] {
  const { steps, actual, expected } = halt.reproduction;
  if (steps.length === 0) return [];
  const places = steps.flatMap(({ location }) => (location === undefined ? [] : [location]));
  const from: Span[] = [
    { text: places.length === 0 ? counted(steps.length, "step") : `${counted(steps.length, "step")},` },
  ];
  for (const place of places) from.push(...placeSpans(place));
  const at = steps.findLast((step) => step.captured !== undefined)?.captured?.at;
  const instead = isWritten(expected) ? `; expected: ${phrase(expected)}` : "";
  const claim = isWritten(actual)
    ? capitalised(phrase(actual)) + instead
    : "Steps to see it, their result not written down yet";
  return [{ key: "reproduction", claim, from, when: at === undefined ? "" : when(at) }];
}

/** The machine with its tools; the lock files pin the rest. */
function ranIn({ reproduction: { environment } }: Halt, when: (iso: string) => string): Entry[] {
  if (environment === undefined) return [];
  const { by, commit, at } = environment.captured;
  const who = ["Asked of the machine and its tools", by && `by ${phrase(by)}`].filter(Boolean).join(" ");
  const where = commit === undefined ? "" : `, at ${shortCommit(commit)}`;
  const files = lockFileWords(environment);
  return [
    {
      key: "environment",
      claim: `Environment: ${environmentClaim(environment)}`,
      from: [{ text: `${who}${where}` }, ...(files === "" ? [] : [{ text: `(${files})` }])],
      when: when(at),
    },
  ];
}

function verified({ reproduction }: Halt, when: (iso: string) => string): Entry[] {
  return reproduction.verifications.map((verification) => {
    const { id, by, where, command, at } = verification;
    const who = [by && `by ${phrase(by)}`, where && `on ${phrase(where)}`].filter(Boolean).join(" ");
    return {
      key: `verification:${id}`,
      claim: verificationWords(verification).replace(/\.$/, ""),
      from: [
        { text: phrase(command), style: "code" },
        { text: `(in clean checkouts${who === "" ? "" : `, ${who}`})` },
      ],
      when: when(at),
    };
  });
}

function tested(halt: Halt, when: (iso: string) => string): Entry[] {
  return halt.failingTests.map((file) => {
    const totals = attachedTotals({ ...halt, failingTests: [file] });
    const counts = isCounted(file)
      ? capitalised(failWords(totals))
      : "A test result that could not be read whole";
    const claim = contradictionWords(file) ?? counts;
    return { key: "tests", claim, from: origin(file, when), when: when(file.captured.at) };
  });
}

function origin({ path, format, captured }: TestResultFile, when: (iso: string) => string): Span[] {
  const { ci, run, from: words, commit } = captured;
  const about = `(${phrase(format)}${commit === undefined ? "" : `, at ${shortCommit(commit)}`})`;
  if (ci !== undefined)
    return [{ text: isWritten(words) ? phrase(words) : path, ...link(ci.url) }, { text: about }];
  if (run === undefined) return [{ text: path, style: "code" }, { text: about }];
  const ran: Span[] = [{ text: runName(run), style: "code" }, { text: `(${runCircumstances(run, when)})` }];
  return run.printed === true
    ? [{ text: "output of" }, ...ran, { text: about }]
    : [{ text: path, style: "code" }, { text: `${about} from` }, ...ran];
}

/** Runs that left no test results: how each ended is all that is known. */
function ran({ testRuns }: Halt, when: (iso: string) => string): Entry[] {
  return testRuns.map(({ captured }) => {
    const { run, commit } = captured;
    const at = commit === undefined ? "" : `, at ${shortCommit(commit)}`;
    return {
      key: "testRuns",
      claim: `${capitalised(runSubject(run))} ${runEndWords(run)}; which tests ran is not known`,
      from: [{ text: runName(run), style: "code" }, { text: `(${runCircumstances(run, when)}${at})` }],
      when: when(captured.at),
    };
  });
}

/** What the results of the base say of the tests that fail. */
function testedBefore(halt: Halt, when: (iso: string) => string): Entry[] {
  const words = newSinceBaseWords(halt);
  if (words === undefined) return [];
  return halt.baseTests.map(({ path, format, captured }) => {
    const at = captured.commit === undefined ? "" : `, at ${shortCommit(captured.commit)}`;
    const from: Span[] = [{ text: path, style: "code" }, { text: `(${phrase(format)}${at})` }];
    return { key: "baseTests", claim: phrase(words), from, when: when(captured.at) };
  });
}
