/**
 * What the command line can do, as "help" prints it.
 * @param kinds of gates that can be installed
 */
export const usage = (kinds: string): string => `Release Halt on the command line.

  release-halt facts  [--repo DIR] [--base REF] [--json]
  release-halt draft  --title TEXT [--repo DIR] [--release NAME] [--bug ID] [--base REF] [--out FILE] [--json]
  release-halt attach HALT FILE... [--base] [--repo DIR] [--json]
  release-halt attach HALT --run "COMMAND" [--timeout SECONDS] [--repo DIR] [--json]
  release-halt tests  FILE... [--json]
  release-halt verify HALT [--command CMD] [--setup CMD] [--must-appear TEXT | --must-not-appear TEXT] [--runs N]
                      [--at REV...] [--budget SECONDS] [--timeout SECONDS] [--parallel N] [--dry-run]
                      [--repo DIR] [--json]
  release-halt bisect HALT [--command CMD] [--setup CMD] [--must-appear TEXT | --must-not-appear TEXT] [--first-parent]
                      [--intermittent] [--runs N] [--budget SECONDS] [--timeout SECONDS] [--dry-run]
                      [--repo DIR] [--json]
  release-halt environment HALT [--variable NAME,..] [--dry-run] [--repo DIR] [--json]
  release-halt script HALT [--out FILE] [--repo DIR] [--json]
  release-halt status HALT [--for halt|meeting|lift] [--repo DIR] [--json]
  release-halt brief  HALT [--format md|html|json] [--audience short|executive|product|engineering|full]
                      [--out FILE] [--repo DIR] [--json]
  release-halt halt   --title TEXT --reason TEXT [--ref PATTERN,..] [--tag PATTERN,..] [--component NAME]
                      [--environment NAME,..] [--cause COMMIT] [--fix COMMIT] [--base REF] [--share] [--repo DIR]
                      [--json]
  release-halt check  [--ref REF | --tag TAG] [--commit COMMIT] [--component NAME] [--environment NAME]
                      [--offline] [--max-age SECONDS] [--fetch-history] [--repo DIR] [--json]
  release-halt guard  the same; it says whether what comes next goes on
  release-halt share  HALT [--repo DIR] [--json]
  release-halt approve HALT [--commit COMMIT] [--reason TEXT] [--repo DIR] [--json]
  release-halt met    HALT CRITERION [--commit COMMIT] [--runs N] [--result TEXT] [--repo DIR] [--json]
  release-halt met    HALT --results FILE,.. [--repo DIR] [--json]
  release-halt lift   HALT --reason TEXT [--override] [--repo DIR] [--json]
  release-halt overrule HALT --reason TEXT --risk-owner NAME [--abort-threshold TEXT] [--watched-by NAME]
                      [--repo DIR] [--json]
  release-halt withdraw HALT --reason TEXT [--repo DIR] [--json]
  release-halt list   [--offline] [--repo DIR] [--json]
  release-halt log    [--verify] [--offline] [--repo DIR] [--json]
  release-halt sync   [--accept-rewrite [--reason TEXT]] [--repo DIR] [--json]
  release-halt install   [KIND...] [--dry-run] [--overwrite] [--repo DIR] [--gate FILE] [--release-refs "REF..."]
                         [--production "NAME..."] [--remote NAME] [--ledger-branch NAME] [--max-age SECONDS]
                         [--expected yes|no] [--json]
  release-halt uninstall [KIND...] [--dry-run] [--overwrite] [--repo DIR] [--json]
  release-halt test-gate [--repo DIR] [--json]
  release-halt help, release-halt --version

KIND is one of ${kinds};
without any, what the repository uses. "install" shows each change, what it stops and what it cannot.
"attach --base" takes results of the base: they tell which of the halt's failing tests are new.
"attach --run" runs the command in the shell, in the current folder, and attaches the result files that it wrote, or what it
printed where that is results; else how it ended and the end of its output. What it prints goes to standard error.
FILE of "tests" and "attach" may be a folder, a zip or a glob: its result files are taken as those of one run.
"verify" runs CMD by the platform's shell in clean worktrees of target, base and each REV; exit code 0 means that the bug
does not show. Without --command the halt's own deciding command runs. It ends with 0 for a verdict, 3 where nothing can
be told, and 130 when it is stopped.
"bisect" runs CMD so at one commit after another between base and target, until it knows which change brought the bug, or
with --intermittent, or where runs of a commit differ, is 95 % sure of it; exit code 125 of CMD, and a set-up that fails,
pass over a commit. It ends with 0 where the change is found, 3 where it cannot be, and 130 when it is stopped.
"environment" notes system, versions of the tools that the steps use, lock files' hashes, time zone and locale; no variable's
value but those of the NAMEs, without their secrets.
"script" prints the reproduction as a shell script that ends with 0 where the bug is absent, 1 where it shows and 125 where
neither can be told, as "git bisect run" takes it.
"met --results" ends with 0 where each criterion that names tests is met, and where the halt is closed: then it waits for
nothing, and nothing is recorded.
HALT is the path of a *.halt.json file, or the id of a halt of the repository.
"guard" ends with 0, go on, or 1, stop: what cannot be told stops a release to production, or to an environment that is
not named, and warns elsewhere. RELEASE_HALT_BREAK_GLASS="why" lets it go on all the same, and is recorded.
Exit code 0: done, or the release may go on. 1: it may not go on, it is not ready, or not everything could be read.
2: wrong use, a halt that cannot be read, or nobody can tell whether the release is halted.
130: stopped by a signal; nothing was attached.
With --json, standard output holds one JSON document; where there is no result, it is {"error": "what is wrong"}.
`;
