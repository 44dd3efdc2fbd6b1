import type { Halt, Observation, Verification } from "../halt/schema/halt";
import { isWritten, phrase } from "./phrase";
import { isOfCommit, showedAtTarget } from "./verifications";

/** A rung of the ladder: whether somebody stands on it, and the verifications that belong there. */
export interface LadderRung {
  readonly rung: Observation["rung"];
  readonly reached: boolean;
  /** Ids. */
  readonly verifications: readonly string[];
}

/**
 * How sure the observation is, lowest rung first. What somebody saw elsewhere stands on the first rung as much as what can
 * be run again; a verification stands on the last one where the bug showed, and confirms what another person saw. With
 * changes that are not committed it is no more than a run on that machine.
 */
export function observationLadder(halt: Halt): readonly LadderRung[] {
  const { observations, reproduction } = halt;
  const clean = reproduction.verifications.filter(isOfCommit);
  const changed = reproduction.verifications.filter((one) => !isOfCommit(one));
  const showed = clean.filter((one) => showedAtTarget(halt, one));
  const first = observations.find(({ rung, by }) => rung === "observed" && isWritten(by))?.by;
  const bySecond = showed.filter(({ by }) => isWritten(by) && isWritten(first) && by !== first);
  const on = (rung: Observation["rung"]): boolean => observations.some((one) => one.rung === rung);
  const ids = (verifications: readonly Verification[]): string[] => verifications.map(({ id }) => id);
  return [
    { rung: "observed", reached: on("observed"), verifications: [] },
    { rung: "confirmed", reached: on("confirmed") || bySecond.length > 0, verifications: ids(bySecond) },
    {
      rung: "rerunHere",
      reached: on("rerunHere") || changed.some((one) => showedAtTarget(halt, one)),
      verifications: ids(changed),
    },
    {
      rung: "rerunClean",
      reached: on("rerunClean") || showed.length > 0,
      verifications: ids(clean),
    },
  ];
}

/** Whether an observation says where it was made, or shows it: it then holds without being re-run. */
export function isPlaced({ environment, build, url, attachments }: Observation): boolean {
  return isWritten(environment) || isWritten(build) || isWritten(url) || attachments.length > 0;
}

/** The environments in which it was observed, as they are called. */
export function observedOn({ observations }: Halt): readonly string[] {
  return [
    ...new Set(
      observations.flatMap(({ environment }) => (isWritten(environment) ? [phrase(environment)] : [])),
    ),
  ];
}
