import type { TestResultFile } from "../halt/schema/halt";

/** A time on the person's clock, with its zone. */
export function timeWords(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleString(undefined, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
}

/** `3 commits`, `1,284 tests`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** `1 failed of 1,284 tests, 3 skipped`, `2 tests, none failed`: of what there is none, nothing is said. */
export function totalsWords({
  total,
  failed,
  errored,
  skipped,
  flaky = 0,
}: TestResultFile["totals"]): string {
  const some = (count: number, word: string): string[] => (count === 0 ? [] : [`${count} ${word}`]);
  const bad = [...some(failed, "failed"), ...some(errored, "errored")];
  const tests = total === 0 ? "no test" : counted(total, "test");
  const counts =
    bad.length === 0 ? `${tests}${total === 0 ? "" : ", none failed"}` : `${bad.join(", ")} of ${tests}`;
  return [counts, ...some(skipped, "skipped"), ...some(flaky, "flaky")].join(", ");
}
