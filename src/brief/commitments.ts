import type { Halt } from "../halt/schema/halt";

const order = ["fixed", "target", "wish", undefined];

/** The dates that are owed to somebody, the fixed ones first, in the order of the record otherwise. */
export function commitmentsByFirmness({ commitments }: Halt): Halt["commitments"] {
  return [...commitments].sort((one, other) => order.indexOf(one.firmness) - order.indexOf(other.firmness));
}
