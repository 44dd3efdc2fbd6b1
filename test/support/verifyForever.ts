import { verify } from "../../src/prove/verify";
import { createGit } from "../../src/system/git";

/*
 * Verifies a commit with a command that has no end, and says what it is about to do, and once it runs:
 *   verifyForever.ts FOLDER COMMIT
 */
const [top = "", commit = ""] = process.argv.slice(2);
const { pid } = process;

process.once("SIGUSR2", () => {
  process.stdout.write("runs\n");
});

void verify(
  {
    commits: [{ ref: "HEAD", commit, role: "target" }],
    setup: "true",
    deciding: {
      command: `kill -USR2 ${pid}; exec sh -c 'sleep 600; : release-halt-forever-${pid}'`,
      decidedBy: { kind: "exitCode" },
    },
    ...{ runs: 1, budgetMs: 600_000, timeoutMs: 600_000 },
  },
  {
    ...{ git: createGit(), top },
    onEvent: ({ kind }) => {
      process.stdout.write(`${kind}\n`);
    },
  },
);
