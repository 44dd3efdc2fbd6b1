import "./interpretSchemas";
import { askGate, gateLines } from "./askGate";
import { print, type Flags } from "./command";

/** `check`: whether a release may go on. */
export async function check(flags: Flags): Promise<number> {
  const { gate } = await askGate(flags);
  print(flags, gate, gateLines(gate));
  return { open: 0, halted: 1, approvalRequired: 1, cannotTell: 2 }[gate.verdict];
}
