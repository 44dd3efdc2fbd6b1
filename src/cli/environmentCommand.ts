import { environmentFacts } from "../assess/environmentWords";
import { captureEnvironment } from "../capture/environment/captureEnvironment";
import { environmentIntent } from "../capture/environment/environmentIntents";
import { pickVariables, stillSet } from "../capture/environment/pickedVariables";
import { captureContext } from "../capture/git/captureContext";
import { redactionIntents } from "../capture/redaction/redactionIntents";
import { findHalt, haltOf } from "../gate/namedHalt";
import { applyIntents } from "../halt/applyIntent";
import { readHaltFile } from "../system/haltStore";
import { updateFile } from "../system/updateFile";
import { done, folderOf, listOf, now, print, tell, WrongUse, type Flags } from "./command";
import { git, placeOf } from "./place";

/** `environment`: notes in the halt where its steps are run; of the environment's variables those that are named. */
export async function environment(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top } = await placeOf(flags, path);
  if (top === undefined)
    throw new WrongUse("The halt belongs to no repository here: name the one to look at with --repo.");
  const { halt } = done(haltOf(path, done(await readHaltFile(path)).text));
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
  if (flags["dry-run"] !== true) {
    const write = (text: string) =>
      applyIntents(text, [
        environmentIntent(found),
        ...redactionIntents(done(haltOf(path, text)).halt, picked.found),
      ]);
    done(await updateFile(path, write));
  }
  print(flags, { path, environment: found, redactions: picked.found }, [
    ...environmentFacts(found).map((fact) => `${fact.name}: ${fact.text}`),
    ...found.variables.map(({ name: variable, value }) => `${variable}=${value}`),
  ]);
  return 0;
}
