import { fetchAnswer } from "../../system/fetchAnswer";
import type { CiPlace } from "./ciPlace";
import { askTimeoutMs, downloadTimeoutMs, maxTextBytes, type CiTransport } from "./ciTransport";

/**
 * Asks the API itself.
 * @param token of the person; undefined to ask as nobody, for what is public
 */
export function webTransport(place: CiPlace, token: string | undefined): CiTransport {
  const headers = {
    "user-agent": "release-halt",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    // https://docs.github.com/en/rest/about-the-rest-api/api-versions
    ...(place.provider === "github" && {
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    }),
  };
  const address = (path: string): string => `${place.api}/${path}`;
  return {
    place,
    as: token === undefined ? "nobody" : "token",
    get: async (path, signal) =>
      fetchAnswer(address(path), {
        headers,
        timeoutMs: askTimeoutMs,
        maxBytes: maxTextBytes,
        ...(signal && { signal }),
      }),
    download: async (path, into, maxBytes, signal) =>
      fetchAnswer(address(path), {
        ...{ headers, timeoutMs: downloadTimeoutMs, maxBytes, into },
        ...(signal && { signal }),
      }),
  };
}
