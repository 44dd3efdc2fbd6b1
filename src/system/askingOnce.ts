import type { Git } from "./git";

/** What stays as it is while a command runs: where a repository lies, and whether it has a work tree. */
const lasting: ReadonlySet<string> = new Set([
  "rev-parse --show-toplevel",
  "rev-parse --git-common-dir",
  "rev-parse --is-bare-repository",
]);

/**
 * Git for a program that answers once and ends, as the gate's: of each folder it asks only once what stays as it is, since
 * whoever pushes waits for every process. What failed is asked again.
 */
export function askingOnce(git: Git): Git {
  const answers = new Map<string, ReturnType<Git["run"]>>();
  return {
    path: git.path,
    run: async (folder, args, options) => {
      const question = args.join(" ");
      if (options !== undefined || !lasting.has(question)) return git.run(folder, args, options);
      const key = `${question}\n${folder}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      const asked = git.run(folder, args);
      answers.set(key, asked);
      const answer = await asked;
      if (!answer.ok) answers.delete(key);
      return answer;
    },
  };
}
