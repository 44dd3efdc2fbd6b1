import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { Readable } from "node:stream";

const casesOfSuite = 50;

/** Writes a JUnit file of about as many bytes, as Surefire writes them; one case in a hundred fails. */
export async function writeJunitFile(path: string, bytes: number): Promise<number> {
  return write(
    path,
    bytes,
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n',
    "</testsuites>\n",
    junitSuite,
  );
}

/** Writes what `go test -json` prints, of about as many bytes; one test in a hundred fails. */
export async function writeGoTestFile(path: string, bytes: number): Promise<number> {
  return write(path, bytes, "", "", goPackage);
}

/** Answers with the number of tests. */
async function write(
  path: string,
  bytes: number,
  head: string,
  tail: string,
  suite: (index: number) => string,
): Promise<number> {
  let suites = 0;
  function* parts(): Iterable<string> {
    yield head;
    for (let written = head.length; written < bytes; suites += 1) {
      const part = suite(suites);
      written += part.length;
      yield part;
    }
    yield tail;
  }
  const out = Readable.from(parts()).pipe(createWriteStream(path));
  await finished(out);
  return suites * casesOfSuite;
}

function junitSuite(index: number): string {
  const name = `shop.cart.Checkout${index}Test`;
  const cases = Array.from({ length: casesOfSuite }, (_, at) => {
    const open = `    <testcase classname="${name}" name="charges card ${at} only once" time="0.0${at}"`;
    if (at !== 7 || index % 2 === 1) return `${open}/>`;
    const stack = Array.from(
      { length: 12 },
      (_line, depth) => `\tat shop.cart.Card.charge(Card.java:${depth + 40})`,
    );
    return `${open}>\n      <failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[expected: <1> but was: <2>\n${stack.join("\n")}]]></failure>\n    </testcase>`;
  });
  const failures = index % 2 === 0 ? 1 : 0;
  return `  <testsuite name="${name}" tests="${casesOfSuite}" errors="0" skipped="0" failures="${failures}" time="1.5">\n${cases.join("\n")}\n  </testsuite>\n`;
}

function goPackage(index: number): string {
  const path = `shop.example/cart/checkout${index}`;
  const line = (action: string, rest: object): string =>
    `${JSON.stringify({ Time: "2026-11-20T10:00:00.123456789Z", Action: action, Package: path, ...rest })}\n`;
  const tests = Array.from({ length: casesOfSuite }, (_, at) => {
    const Test = `TestChargesCard${at}OnlyOnce`;
    const failed = at === 7 && index % 2 === 0;
    const output = (Output: string): string => line("output", { Test, Output });
    return [
      line("run", { Test }),
      output(`=== RUN   ${Test}\n`),
      failed ? output("    cart_test.go:12: charged twice\n") : "",
      output(`--- ${failed ? "FAIL" : "PASS"}: ${Test} (0.01s)\n`),
      line(failed ? "fail" : "pass", { Test, Elapsed: 0.01 }),
    ].join("");
  });
  return [
    line("start", {}),
    ...tests,
    line("output", { Output: index % 2 === 0 ? "FAIL\n" : "PASS\n" }),
    line(index % 2 === 0 ? "fail" : "pass", { Elapsed: 0.7 }),
  ].join("");
}
