import { filesBelow, filesOfGlob, isGlob, type FileInSet } from "../system/listFiles";
import { kindOfPath, openChunks, readHead, type OpenedFile } from "../system/readFiles";
import { filesOfZip, isZip } from "../system/zipFiles";

/** What may hold test results: one file, or a set of files that are of one run. */
export type ResultSource =
  | { readonly kind: "file"; readonly file: OpenedFile }
  | {
      readonly kind: "set";
      /** Each is to be read before the next one is asked for. Throws where the set cannot be read to its end. */
      readonly files: AsyncIterable<FileInSet>;
    };

/** More of them are no report. */
const mostFiles = 20_000;

/**
 * What a path names: a file, a folder, a zip, or the files that a glob (`reports/**\/TEST-*.xml`) finds. A zip is a folder,
 * as pipelines hand out what a job left behind.
 */
export async function resultSource(path: string): Promise<ResultSource> {
  const kind = await kindOfPath(path);
  if (kind === "folder") return { kind: "set", files: bounded(filesBelow(path)) };
  if (kind === "file" && isZip(await readHead(path, 4)))
    return { kind: "set", files: bounded(filesOfZip(path)) };
  if (kind === "none" && isGlob(path)) return { kind: "set", files: bounded(filesOfGlob(path)) };
  return { kind: "file", file: await openChunks(path) };
}

async function* bounded(files: AsyncIterable<FileInSet>): AsyncIterable<FileInSet> {
  let count = 0;
  for await (const file of files) {
    count += 1;
    if (count > mostFiles) throw new Error(`there are more than ${mostFiles} files`);
    yield file;
  }
}
