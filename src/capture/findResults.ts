/** Where test runners put their results, as globs below a folder. */
export const resultFileGlob =
  "**/{junit*,TEST-*,*test-results*,*test-report*,test-results/**/*,surefire-reports/*,report*,results*,mocha*,jest*,vitest*}.{xml,json}";

/** Folders in which no result of the person's own tests lies. */
export const noResultGlob = "**/{node_modules,.git,.hg,.svn,dist,vendor,.venv,.vscode-test}/**";

/** Whether a file's name lets expect test results; its content decides. */
export function looksLikeResultFile(path: string): boolean {
  return (
    /\.(xml|json)$/i.test(path) &&
    !/(^|\/)(package|package-lock|tsconfig[^/]*|pom|composer)\.(xml|json)$/i.test(path)
  );
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
