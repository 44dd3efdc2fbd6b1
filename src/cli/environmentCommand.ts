import { environmentFacts } from "../assess/environmentWords";
import { captureEnvironment } from "../capture/environment/captureEnvironment";
import { environmentIntent } from "../capture/environment/environmentIntents";
import { pickVariables, stillSet } from "../capture/environment/pickedVariables";
import { captureContext } from "../capture/git/captureContext";
import { redactionIntents } from "../capture/redaction/redactionIntents";
import { listOf, now, print, tell, WrongUse, type Flags } from "./command";
import { changeHalt, haltToRun } from "./haltToRun";
import { git } from "./place";

/** `environment`: notes in the halt where its steps are run; of the environment's variables those that are named. */
export async function environment(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const { path, top, halt } = await haltToRun(flags, name, "look at");
  const { by, commit } = await captureContext(git, top);
  const captured = await captureEnvironment(halt, {
    ...{ git, top, now: now() },
    ...(by !== undefined && { by }),
    ...(commit !== undefined && { commit }),
  });
  const wanted = listOf(flags, "variable");
  const unset = wanted.filter((one) => process.env[one] === undefined);
  if (unset.length > 0) throw new WrongUse(`--variable: there is no ${unset.join(", ")} in the environment.`);
  const picked = await pickVariables(wanted, process.env);
  const before = halt.reproduction.environment?.variables ?? [];
  const { kept, changed } = await stillSet(
    before.filter((one) => !wanted.includes(one.name)),
    process.env,
  );
  if (changed.length > 0) tell(`Left out, as they have another value now: ${changed.join(", ")}.`);
  const found = { ...captured, variables: [...kept, ...picked.variables] };
  await changeHalt(flags, path, (current) => [
    environmentIntent(found, before, current.reproduction.environment?.variables ?? []),
    ...redactionIntents(current, picked.found),
  ]);
  print(flags, { path, environment: found, redactions: picked.found }, [
    ...environmentFacts(found).map((fact) => `${fact.name}: ${fact.text}`),
    ...found.variables.map(({ name: variable, value }) => `${variable}=${value}`),
  ]);
  return 0;
}
