import { resolve } from "node:path";
import { renderBrief } from "../brief/renderBrief";
import { readPictures } from "../capture/attachmentFile";
import type { BriefAudience } from "../halt/briefView";
import { replaceFile } from "../system/writeFile";
import { done, now, oneOf, optional, print, tell, text, WrongUse, type Flags } from "./command";
import { opened } from "./place";

const audiences: readonly BriefAudience[] = ["short", "executive", "product", "engineering", "full"];
const formats = { md: "markdown", html: "html", json: "json" } as const;

/** `status`: how far a halt is, by the bar that is asked for. */
export async function status(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const bar = oneOf(flags, "for", ["halt", "meeting", "lift"] as const) ?? "meeting";
  const { checklist } = await opened(flags, name);
  const { ready } = checklist;
  const items = checklist.items.map(({ id, state, reason, next, owner, due }) => ({
    ...{ id, state, reason, next },
    ...optional("owner", owner),
    ...optional("due", due),
  }));
  const bars = { halt: ready.halt.ready, meeting: ready.meeting.ready, lift: ready.lift.ready };
  print(flags, { ready: bars, items }, [
    checklist.line,
    ...items.map(({ id, state, reason }) => `${id.padEnd(14)} ${state.padEnd(10)} ${reason}`),
  ]);
  return bars[bar] ? 0 : 1;
}

/** `brief`: on standard output, or into a file. A halt is never written over by its brief. */
export async function brief(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const out = text(flags, "out");
  const format = formatOf(flags, out);
  const audience = oneOf(flags, "audience", audiences) ?? "full";
  const { halt, checklist, settings, place } = await opened(flags, name);
  if (out?.endsWith(".halt.json") === true) {
    throw new WrongUse(`--out ${out} is the name of a halt. Nothing was written; choose another name.`);
  }
  const pictures = format === "html" ? await readPictures(halt, place) : { images: {}, problems: [] };
  for (const problem of pictures.problems) tell(`Not shown in the brief: ${problem}`);
  const rendered = renderBrief(halt, checklist, {
    ...{ audience, now: now(), format: formats[format], images: pictures.images },
    ...optional("timeZone", settings.timeZone),
  });
  if (out === undefined) {
    process.stdout.write(rendered);
    return 0;
  }
  const { path } = done(await replaceFile(resolve(out), rendered));
  print(flags, { path }, [path]);
  return 0;
}

/** Markdown unless another format is asked for. With --json, standard output takes nothing but JSON. */
function formatOf(flags: Flags, out: string | undefined): keyof typeof formats {
  const format = oneOf(flags, "format", ["md", "html", "json"] as const);
  if (flags.json !== true || out !== undefined) return format ?? "md";
  if (format !== undefined && format !== "json") {
    throw new WrongUse(
      `--format ${format} is no JSON, and --json prints nothing else. Leave one out, or add --out.`,
    );
  }
  return "json";
}
