import { resolve } from "node:path";
import { reproductionScript } from "../brief/reproductionScript";
import { findHalt, haltOf } from "../gate/namedHalt";
import { readHaltFile } from "../system/haltStore";
import { replaceFile } from "../system/writeFile";
import { done, folderOf, print, text, WrongUse, type Flags } from "./command";
import { git } from "./place";

/** `script`: the reproduction as a shell script, on standard output, or into a file. A halt is never written over by it. */
export async function script(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const out = text(flags, "out");
  if (out?.endsWith(".halt.json") === true)
    throw new WrongUse(`--out ${out} is the name of a halt. Nothing was written; choose another name.`);
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { halt } = done(haltOf(path, done(await readHaltFile(path)).text));
  const written = done(reproductionScript(halt)).text;
  if (out !== undefined) {
    const file = done(await replaceFile(resolve(out), written)).path;
    print(flags, { path: file }, [file]);
    return 0;
  }
  // As it is: a line that is made harmless for a log may be another command.
  if (flags.json === true) print(flags, { script: written }, []);
  else process.stdout.write(written);
  return 0;
}
