/** What holds for each hook that runs where the push starts. */
export const pushStops = [
  "A push of a halted branch or tag from a clone where the hook is installed, before anything leaves the machine.",
];

export const pushCannotStop = [
  "`git push --no-verify`, which skips the hook.",
  "A push from a clone where the hook is not installed, or from another tool that does not run git's hooks.",
  "A tag or a merge that is made on the server: in the browser, by an app or by a pipeline.",
  "It is a courtesy to those who did not know; the server or the pipeline must refuse as well.",
];
