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
