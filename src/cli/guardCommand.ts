import "./interpretSchemas";
import { noteBypass, harmlessLine } from "../gate/ledger/noteBypass";
import { sendBypasses } from "../gate/ledger/sendBypasses";
import { askGate, gateLines, type AskedGate } from "./askGate";
import { print, say, type Flags } from "./command";
import { git } from "./place";

/** A release that goes on although it should stop, and who will see that: everybody, this clone for now, or nobody. */
interface Bypass {
  readonly reason: string;
  readonly recorded: "sent" | "waiting" | "not";
}

/**
 * `guard`: whether what comes next goes on. What cannot be told stops a production release and warns elsewhere; who breaks
 * the glass goes on. It speaks on standard error, as what comes next may need standard output for itself.
 */
export async function guard(flags: Flags): Promise<number> {
  const asked = await askGate(flags);
  const { gate } = asked;
  const reason = gate.blocks ? brokenGlass() : undefined;
  const stops = gate.blocks && reason === undefined;
  say([...gateLines(gate), ...whatNow(asked, stops)]);
  const offline = flags.offline === true;
  const bypass = reason === undefined ? null : await goPast(asked, reason, offline);
  if (bypass === null) await send(asked, offline);
  if (flags.json === true) print(flags, { ...gate, stops, bypass }, []);
  return stops ? 1 : 0;
}

/** The reason of whoever breaks the glass; one that is blank is none. */
function brokenGlass(): string | undefined {
  const { RELEASE_HALT_BREAK_GLASS: reason = "" } = process.env;
  return /[^ \t\n\v\f\r]/.test(reason) ? harmlessLine(reason) : undefined;
}

function whatNow({ gate: { blocks, verdict } }: AskedGate, stops: boolean): readonly string[] {
  if (stops) {
    return [
      ...(verdict === "cannotTell" ? [] : ["It can go on once the halt is lifted."]),
      'In an emergency, RELEASE_HALT_BREAK_GLASS="why" in the environment lets it go on, and is recorded.',
    ];
  }
  return verdict === "cannotTell" && !blocks
    ? ["It goes on: what cannot be told stops only a production release."]
    : [];
}

async function goPast(asked: AskedGate, reason: string, offline: boolean): Promise<Bypass> {
  const fence = "*".repeat(70);
  say(["", fence, "THE GLASS WAS BROKEN: this goes on although it should stop.", `Reason: ${reason}`]);
  const { top, askedAt, gate } = asked;
  const noted = await noteBypass(git, top, {
    reason,
    ref: gate.ref,
    commit: gate.commit,
    at: askedAt,
    halts: [...new Set([...gate.active, ...gate.undecided].map(({ id }) => id))],
  });
  const sent = await send(asked, offline);
  const kept = sent ? "sent" : "waiting";
  const bypass: Bypass = { reason, recorded: noted.ok ? kept : "not" };
  say([...recordedWords(bypass.recorded), ...(noted.ok ? [] : [noted.message]), fence, ""]);
  return bypass;
}

async function send({ top, settings, askedAt }: AskedGate, offline: boolean): Promise<boolean> {
  return sendBypasses(git, top, { settings, askedAt, offline });
}

function recordedWords(recorded: Bypass["recorded"]): readonly string[] {
  switch (recorded) {
    case "sent":
      return ["It is recorded, and who keeps the halts will see it."];
    case "waiting":
      return [
        "It is recorded in this clone only, and sent with the next run that may push to the remote. Where this clone does",
        "not last, as that of a pipeline, tell those who keep the halts yourself.",
      ];
    case "not":
      return ["It could NOT be recorded. Tell those who keep the halts yourself."];
    default:
      return recorded satisfies never;
  }
}
