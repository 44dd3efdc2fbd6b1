/** Where test runners put their results, as globs below a folder. */
export const resultFileGlob =
  "**/{junit*,TEST-*,*test-results*,*test-report*,test-results/**/*,surefire-reports/*,allure-results/*-result,report*,results*,mocha*,jest*,vitest*,*.junit}.{xml,json,jsonl,ndjson,trx,tap}";

/** Folders in which no result of the person's own tests lies. */
export const noResultGlob = "**/{node_modules,.git,.hg,.svn,dist,vendor,.venv,.vscode-test}/**";

/** Whether a file's name lets expect test results; its content decides. */
export function looksLikeResultFile(path: string): boolean {
  return (
    mayHoldResults(path) &&
    !/(^|\/)(package|package-lock|tsconfig[^/]*|pom|composer)\.(xml|json)$/i.test(path)
  );
}

/** Files that are of one run, as runners write one for each class or test. */
export interface ResultGroup {
  /** Of the file, or of the folder or the glob that names them. */
  readonly path: string;
  readonly files: readonly string[];
}

/**
 * Gathers result files that a runner wrote side by side: `TEST-*.xml` of one folder, and the folder of Allure's results,
 * which hold what failed outside of the tests in files of other names. Others stand alone.
 * @param paths with `/`
 */
export function groupResultFiles(paths: readonly string[]): readonly ResultGroup[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const end = path.lastIndexOf("/") + 1;
    const group = groupOf(path.slice(0, end), path.slice(end));
    groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  return [...groups].map(([path, files]) => ({
    path: files.length === 1 ? (files[0] ?? path) : path,
    files,
  }));
}

function groupOf(folder: string, name: string): string {
  if (/-result\.json$/.test(name)) return folder.slice(0, -1);
  if (/^TEST-.*\.xml$/.test(name)) return `${folder}TEST-*.xml`;
  // Shards: `junit-1.xml`, `junit-2.xml`.
  return folder + name.replace(/[-_.]\d+(?=\.\w+$)/, (number) => `${number.slice(0, 1)}*`);
}

/** Whether a file of a folder that somebody attaches is looked into, by its name: pictures, pages and logs are not. */
export function mayHoldResults(name: string): boolean {
  return /\.(xml|json|jsonl|ndjson|trx|tap)(\.gz)?$/i.test(name);
}

/** Whether a file is named as runners name their results, so that one that cannot be read is missed. */
export function isNamedAsResults(name: string): boolean {
  const file = name.slice(name.lastIndexOf("/") + 1);
  return /^(TEST-|junit|tests?[-_.]?(results?|report)|results?\.)|\.(trx|tap)$|[-_.]junit\./i.test(file);
}
