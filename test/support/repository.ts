import { execFile } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A real repository in a temporary folder. */
export interface Repository {
  readonly folder: string;
  git(...args: readonly string[]): Promise<string>;
  write(path: string, text: string): Promise<void>;
  /** Writes files, adds all, commits, and answers with the commit's id. */
  commit(message: string, files?: Readonly<Record<string, string>>): Promise<string>;
}

/** Makes an empty repository, with nobody's settings but its own. */
export async function makeRepository(folder?: string): Promise<Repository> {
  const place = folder ?? (await mkdtemp(join(tmpdir(), "release-halt-repository-")));
  await mkdir(place, { recursive: true });
  const repository = repositoryAt(place);
  await repository.git("init", "-q", "-b", "main");
  await repository.git("config", "user.name", "Ana Example");
  await repository.git("config", "user.email", "ana@example.test");
  await repository.git("config", "commit.gpgSign", "false");
  return repository;
}

/** A repository that is there already, or will be. */
export function repositoryAt(folder: string): Repository {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await execute("git", args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })).stdout.trimEnd();
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  return {
    folder,
    git,
    write,
    commit: async (message, files = {}) => {
      for (const [path, text] of Object.entries(files)) await write(path, text);
      await git("add", "-A");
      await git("commit", "-q", "--allow-empty", "-m", message);
      return git("rev-parse", "HEAD");
    },
  };
}
