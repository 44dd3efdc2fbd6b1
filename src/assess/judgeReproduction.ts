import type { Halt, ReproductionStep } from "../halt/schema/halt";
import { unfilled, type Gap, type Judgement } from "./judgement";
import { isPlaced, observedOn } from "./observationLadder";
import { isWritten, listed } from "./phrase";
import { counted } from "./rangeWords";
import { spokenVerification } from "./verifications";
import { verdictOf, type Verdict } from "./verificationVerdict";

/**
 * Complete with one step or more, none of them blank, and the expected and the actual result. Where it says why it cannot be
 * re-run in a checkout, an observation that says where it was made stands in for the steps.
 */
export function judgeReproduction(halt: Halt): Judgement {
  const { steps, expected, actual, onlyElsewhere } = halt.reproduction;
  const isPlacedSomewhere = halt.observations.some(isPlaced);
  const gaps: Gap[] = [];
  if (steps.length === 0 && isWritten(onlyElsewhere)) {
    if (!isPlacedSomewhere)
      gaps.push({
        field: "observations",
        name: "where it was observed",
        reason: "It cannot be re-run, and no observation says where it was made.",
        next: "Add an observation with its place",
        action: "addObservation",
      });
  } else if (steps.length === 0) {
    gaps.push({
      field: "reproduction.steps",
      name: "reproduction steps",
      reason: "No step says how to see the bug.",
      next: "Add a step",
      action: "addStep",
    });
  }
  steps.forEach((step, index) => {
    if (!isBlank(step)) return;
    const place = `reproduction.steps.${step.id}.text`;
    gaps.push(unfilled(place, `step ${index + 1} of the reproduction`, `Say what step ${index + 1} is`));
  });
  if (!isWritten(expected)) {
    gaps.push(unfilled("reproduction.expected", "the expected result", "Say what should have happened"));
  }
  if (!isWritten(actual)) {
    gaps.push(unfilled("reproduction.actual", "the actual result", "Say what happens instead"));
  }
  const isVerified = halt.reproduction.verifications.length > 0;
  const isSeen = isVerified || isPlacedSomewhere || isWritten(onlyElsewhere);
  const empty = steps.length === 0 && !isWritten(expected) && !isWritten(actual) && !isSeen;
  return { summary: empty ? "No steps yet" : summaryOf(halt), empty, gaps };
}

/** In a few words, for the checklist. */
const verdictWords: Readonly<Record<Verdict, string>> = {
  regression: "verified: a regression",
  reproducible: "verified: it shows each time",
  intermittent: "verified: it shows now and then",
  "also-in-base": "verified: the base has it, too",
  "not-reproduced": "run in a clean checkout: it did not show",
  "cannot-tell": "the verification could tell nothing",
};

function isBlank(step: ReproductionStep): boolean {
  return !isWritten(step.text) && !isWritten(step.command) && step.location === undefined;
}

function summaryOf(halt: Halt): string {
  const { steps, expected, actual, onlyElsewhere } = halt.reproduction;
  const places = observedOn(halt);
  const noSteps = isWritten(onlyElsewhere) ? "No re-run" : "No steps yet";
  const seen = steps.length > 0 || places.length === 0 ? "" : `, observed on ${listed(places.slice(0, 3))}`;
  const results = isWritten(expected) && isWritten(actual) ? ", with expected and actual result" : "";
  const located = steps.filter((step) => step.location !== undefined).length;
  const last = spokenVerification(halt);
  const proved = last === undefined ? "" : `; ${verdictWords[verdictOf(last.commits)]}`;
  const code = located === 0 ? "" : `, ${counted(located, "place")} in the code`;
  return `${steps.length === 0 ? noSteps : counted(steps.length, "step")}${seen}${results}${code}${proved}`;
}
