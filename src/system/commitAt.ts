import type { Git } from "./git";

/** The whole id of the commit that a ref names; undefined where it names none. What git looks up once is passed on by its id. */
export async function commitAt(git: Git, folder: string, ref: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const found = await git.run(folder, args);
  return found.ok ? found.out.trim() : undefined;
}
