import { constants, inflateSync } from "node:zlib";
import type { ResultCollector } from "./resultCollector";
import { ElementText, secondsToMs, type Attributes, type XmlFormat, type XmlReader } from "./xmlFormat";

/** CTest's own XML, `Testing/<stamp>/Test.xml` of `ctest -T Test` (https://cmake.org/cmake/help/latest/manual/ctest.1.html). */
export const ctestXml: XmlFormat = {
  id: "ctest",
  isRoot: (name) => name === "Site",
  begin: (into) => new CtestReader(into),
};

interface Test {
  readonly status: string;
  readonly name: ElementText;
  readonly output: ElementText;
  isCompressed: boolean;
  /** `Exit Code`, `Completion Status`, `Execution Time` and others, by their names. */
  readonly measured: Map<string, ElementText>;
}

const maxOutputBytes = 64 * 1024;

class CtestReader implements XmlReader {
  readonly #into: ResultCollector;
  #test: Test | undefined;
  #measurement: string | undefined;
  /** The names of all tests stand before what became of them. */
  #isInList = false;
  #planned = 0;
  #text: ElementText | undefined;

  constructor(into: ResultCollector) {
    this.#into = into;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "Testing") this.#into.suites += 1;
    else if (name === "TestList") this.#isInList = true;
    else if (name === "Test" && this.#isInList) this.#planned += 1;
    else if (name === "Test") {
      this.#test = {
        status: attributes["Status"] ?? "",
        name: new ElementText(),
        output: new ElementText(maxOutputBytes),
        isCompressed: false,
        measured: new Map(),
      };
    }
    const test = this.#test;
    if (test === undefined) return;
    if (name === "Name") this.#text = test.name;
    else if (name === "NamedMeasurement") this.#measurement = attributes["name"];
    else if (name === "Value") {
      if (this.#measurement === undefined) {
        this.#text = test.output;
        test.isCompressed = attributes["compression"] !== undefined;
      } else {
        this.#text = new ElementText();
        if (test.measured.size < 100) test.measured.set(this.#measurement, this.#text);
      }
    }
  }

  get text(): ElementText | undefined {
    return this.#text;
  }

  close(name: string): void {
    if (name === "Name" || name === "Value") this.#text = undefined;
    else if (name === "NamedMeasurement") this.#measurement = undefined;
    else if (name === "TestList") this.#isInList = false;
    else if (name === "Test") this.#closeTest();
  }

  end(): void {
    this.#closeTest();
    if (this.#into.total < this.#planned)
      this.#into.problem("warning", `${this.#planned} tests are named, and ${this.#into.total} ran.`);
  }

  #closeTest(): void {
    const test = this.#test;
    this.#test = undefined;
    if (test === undefined) return;
    const measured = (name: string): string => test.measured.get(name)?.value ?? "";
    const durationMs = secondsToMs(measured("Execution Time"));
    const common = {
      suite: "",
      name: test.name.value,
      ...(durationMs !== undefined && { durationMs }),
    };
    const [completion, exit] = [measured("Completion Status"), measured("Exit Code")];
    if (test.status === "passed") this.#into.count({ ...common, outcome: "passed" });
    // "Not run" are those that were disabled or asked to be skipped, and those that could not be run.
    else if (test.status === "notrun" && /^(?:Disabled|SKIP_)/i.test(completion))
      this.#into.count({ ...common, outcome: "skipped" });
    else {
      this.#into.fail({
        ...common,
        outcome: test.status === "failed" && exit === "Failed" ? "failed" : "errored",
        ...(exit !== "" && { type: exit }),
        message: test.status === "failed" ? `${exit}, exit value ${measured("Exit Value")}` : completion,
        ...outputOf(test),
      });
    }
  }
}

/** Long output is deflated and in Base64. */
function outputOf({ output, isCompressed }: Test): {
  readonly detail: string;
  readonly cut: { readonly message: number; readonly detail: number };
} {
  if (!isCompressed) return { detail: output.value, cut: { message: 0, detail: output.cut } };
  try {
    // Only its beginning may be there; what comes of it is bounded, as nothing is packed more than a thousandfold.
    const bytes = inflateSync(Buffer.from(output.value, "base64"), { finishFlush: constants.Z_SYNC_FLUSH });
    const kept = bytes.subarray(0, maxOutputBytes);
    return {
      detail: kept.toString("utf8"),
      cut: { message: 0, detail: bytes.length - kept.length + output.cut },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { detail: `(output that cannot be unpacked: ${why})`, cut: { message: 0, detail: output.cut } };
  }
}
