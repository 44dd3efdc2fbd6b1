import { spawn } from "node:child_process";
import { once } from "node:events";
import { makeRepository } from "./repository";

/** Makes a repository of many commits in one branch, with release tags spread over them, by `git fast-import`. */
export async function makeLargeRepository(folder: string, commits: number, tags: number): Promise<void> {
  const repository = await makeRepository(folder);
  const importing = spawn("git", ["fast-import", "--quiet"], {
    cwd: folder,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const step = Math.floor(commits / tags);
  for (let commit = 1; commit <= commits; commit += 1) {
    const text = `content ${commit}\n`;
    const message = `Change ${commit}`;
    const written = importing.stdin.write(
      [
        "commit refs/heads/main",
        `mark :${commit}`,
        `committer Ana Example <ana@example.test> ${1_600_000_000 + commit * 60} +0000`,
        `data ${message.length}`,
        message,
        `M 100644 inline src/file${commit % 500}.txt`,
        `data ${text.length}`,
        text,
        ...(commit % step === 0 && commit / step < tags
          ? [`reset refs/tags/v1.${Math.floor(commit / step)}.0`, `from :${commit}`, ""]
          : []),
        "",
      ].join("\n"),
    );
    if (!written) await once(importing.stdin, "drain");
  }
  importing.stdin.end();
  await once(importing, "exit");
  await repository.git("reset", "-q", "--hard", "main");
}
