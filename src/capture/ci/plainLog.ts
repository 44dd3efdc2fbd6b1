import { StringDecoder } from "node:string_decoder";
import type { CiProvider } from "./ciPlace";

/**
 * A job's log, or what a command printed here, as its programs wrote it: without the time before each line, the runner's
 * own lines, the marks of sections and colours. Streamed, a line at a time.
 */
export async function* plainLog(
  chunks: AsyncIterable<Uint8Array>,
  from: CiProvider | "terminal",
): AsyncIterable<Uint8Array> {
  const plain = lines[from]();
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let isFirst = true;
  for await (const chunk of chunks) {
    const whole = (rest + decoder.write(chunk)).split("\n");
    rest = whole.pop() ?? "";
    // One that goes on and on is passed on in pieces: no time stands within it.
    if (rest.length > longestLine) {
      whole.push(rest);
      rest = "";
    }
    const text = whole.map(take).join("");
    if (text !== "") yield Buffer.from(text);
  }
  const last = rest + decoder.end();
  if (last !== "") yield Buffer.from(`${take(last)}\n`);

  function take(line: string): string {
    const { text, continues } = plain(line.endsWith("\r") ? line.slice(0, -1) : line);
    const before = isFirst || continues ? "" : "\n";
    isFirst = false;
    return before + text.replaceAll(colours, "");
  }
}

const longestLine = 16 * 1024 * 1024;

const colours = /\u001B\[[0-9;]*[A-Za-z]/g;

interface PlainLine {
  readonly text: string;
  /** It goes on where the line before it ended. */
  readonly continues: boolean;
}

type TakeLine = (line: string) => PlainLine;

const time = /^\uFEFF?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z /;

/**
 * `2026-11-30T13:00:00.1234567Z text`. Lines such as `##[group]Run npm test` and `[command]/usr/bin/git` are the runner's
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
 */
function githubLine(): TakeLine {
  return (line) => {
    const text = line.replace(time, "").replace(/^\uFEFF/, "");
    return { text: /^(?:##\[\w+\]|\[command\])/.test(text) ? "" : text, continues: false };
  };
}

function terminalLine(): TakeLine {
  return (text) => ({ text, continues: false });
}

/** https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections */
const section = /(?:\u001B\[0K)?section_(?:start|end):\d+:[^\r\n]*\r(?:\u001B\[0K)?/g;

/**
 * With times, a line begins with the time, the stream and a sign for one that goes on the line before:
 * `2026-11-30T13:00:00.123456Z 00O+text` (https://docs.gitlab.com/ci/jobs/job_logs/).
 */
const timed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z [0-9a-f]{2}[OE]([ +])?/;

function gitlabLine(): TakeLine {
  return (line) => {
    const stamp = timed.exec(line);
    const text = line.slice(stamp?.[0].length ?? 0).replaceAll(section, "");
    return { text, continues: stamp?.[1] === "+" };
  };
}

const lines: Readonly<Record<CiProvider | "terminal", () => TakeLine>> = {
  github: githubLine,
  gitlab: gitlabLine,
  terminal: terminalLine,
};
