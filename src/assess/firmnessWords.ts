import type { Halt } from "../halt/schema/halt";

type Firmness = NonNullable<Halt["commitments"][number]["firmness"]>;

/** How people call how firm a date is. */
export const firmnessWords: Readonly<Record<Firmness, string>> = {
  fixed: "fixed",
  target: "a target",
  wish: "a wish",
};
