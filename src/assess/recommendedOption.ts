import type { Halt, HaltOption } from "../halt/schema/halt";
import { isWritten, phrase } from "./phrase";

/** The option that is recommended; undefined while none is. */
export function recommendedOption({ options, recommendation }: Halt): HaltOption | undefined {
  return options.find(({ id }) => id === recommendation.option);
}

/** Whether the promised date of the fix is the date of what is recommended, too; it is while nothing is recommended. */
export function fixIsTheWay(halt: Halt): boolean {
  const option = recommendedOption(halt);
  return option === undefined || option.kind === "holdAndFix" || option.kind === "hotfix";
}

/** Who stays exposed: `nobody stays exposed, if the switch works`, `still exposed: 10 percent`; undefined where it is not written. */
export function exposedClause({ exposed }: HaltOption): string | undefined {
  if (!isWritten(exposed)) return undefined;
  const who = phrase(exposed);
  const nobody = /^(?:nobody|no one|none)(?![\w-])(.*)$/i.exec(who);
  return nobody === null ? `still exposed: ${who}` : `nobody stays exposed${nobody[1] ?? ""}`;
}
