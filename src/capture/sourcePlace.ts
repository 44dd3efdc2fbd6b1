import { isAbsolute, resolve } from "node:path";
import { globBase } from "../system/listFiles";
import { isRemotePath, placeInside } from "../system/pathInside";

export type SourcePlace =
  /** Absolute. */
  | { readonly kind: "there"; readonly path: string }
  /** Nothing is there. */
  | { readonly kind: "gone" }
  /** It is not looked at. */
  | { readonly kind: "outside" };

/**
 * Where a file lies that a halt names as the source of evidence. A halt may come from anyone, so its paths lead nowhere
 * out of the repository, but that a file which was attached from outside has an absolute path.
 */
export async function sourcePlace(top: string, path: string): Promise<SourcePlace> {
  if (isAbsolute(path)) return isRemotePath(path) ? { kind: "outside" } : { kind: "there", path };
  const base = globBase(path);
  const place = await placeInside(top, base ?? path);
  if (typeof place === "string") return { kind: place };
  const rest = base === undefined ? "" : path.slice(base.length).replace(/^\//, "");
  return { kind: "there", path: rest === "" ? place.path : resolve(place.path, rest) };
}
