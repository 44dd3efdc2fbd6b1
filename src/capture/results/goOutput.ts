const mostKept = 16 * 1024;

/** What was printed before and what was printed then, up to 16,384 characters. */
export function kept(before: string, more: string): string {
  return before.length >= mostKept ? before : before + more.slice(0, mostKept - before.length);
}

/** Lines that the tool prints around a test. */
const framing = /^\s*(?:=== (?:RUN|PAUSE|CONT|NAME|ATTR)|--- (?:PASS|FAIL|SKIP)|FAIL\b|exit status|# )/;

/** The first line of a test's own, without the place that it begins with. */
export function firstWords(output: string): string {
  const line = output.split("\n").find((one) => one.trim() !== "" && !framing.test(one)) ?? "";
  return line.trim().replace(/^\S+\.go:\d+(?::\d+)?: /, "");
}

/** The first place in a Go file that the output names: `    cart_test.go:12: charged twice`. */
export function placeOf(output: string): { readonly file?: string; readonly line?: number } {
  const [, file, line] = /^\s*(\S+\.go):(\d+)(?::\d+)?: /m.exec(output) ?? [];
  return file === undefined ? {} : { file, line: Math.max(1, Number(line)) };
}
