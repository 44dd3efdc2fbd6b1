import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import type { MadeHistory } from "./randomHistory";

/** Writes a history into the new repository of a folder; its HEAD is the first branch. */
export async function writeHistory(
  folder: string,
  { refs, objects }: MadeHistory,
  leftOut: readonly string[] = [],
): Promise<void> {
  const place = join(folder, ".git");
  for (const [id, whole] of objects) {
    if (leftOut.includes(id)) continue;
    const path = join(place, "objects", id.slice(0, 2), id.slice(2));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, deflateSync(whole, { level: 1 }));
  }
  const lines = [...refs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, object }) => `${object} ${name}\n`);
  for (const folderName of ["objects/info", "objects/pack", "refs/heads", "refs/tags"])
    await mkdir(join(place, folderName), { recursive: true });
  await writeFile(join(place, "packed-refs"), lines.join(""));
  await writeFile(join(place, "HEAD"), "ref: refs/heads/feature/0\n");
  await writeFile(
    join(place, "config"),
    "[core]\n\trepositoryformatversion = 0\n\tbare = false\n[user]\n\tname = Ana Example\n\temail = ana@example.test\n",
  );
}
