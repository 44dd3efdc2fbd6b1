import type { WebAnswer } from "../../system/fetchAnswer";
import type { CiPlace } from "./ciPlace";

/** A way to ask a host's REST API. It only reads. */
export interface CiTransport {
  readonly place: CiPlace;
  /** As whom: a program that is signed in, a token that the person let us use, or nobody. */
  readonly as: "gh" | "glab" | "token" | "nobody";
  /**
   * Asks for a text, such as JSON.
   * @param path below the API's address, without a slash at its front
   */
  get(path: string, signal?: AbortSignal): Promise<WebAnswer>;
  /**
   * Writes what stands at a path to a file that is not there yet.
   * @param maxBytes more of them are not taken
   */
  download(path: string, file: string, maxBytes: number, signal?: AbortSignal): Promise<WebAnswer>;
}

/** A page of JSON has a hundred items of some kilobytes. */
export const maxTextBytes = 64 * 1024 * 1024;

export const askTimeoutMs = 30_000;

/** Artifacts and logs may be large, and a line slow. */
export const downloadTimeoutMs = 15 * 60_000;
