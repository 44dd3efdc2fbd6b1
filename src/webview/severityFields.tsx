import type { HaltState } from "../editor/protocol";
import type { Intent } from "../halt/intent";
import { Choice, setting } from "./field";
import { usePage } from "./pageContext";

/** Level and clause by the policy in force; a level without its clause is an opinion. */
export function SeverityFields() {
  const { state } = usePage();
  const { policy, halt } = state;
  const { level: chosen, clause: judged } = halt.severity;
  const level = policy.levels.find((candidate) => candidate.level === chosen);
  return (
    <div class="form">
      <Choice
        path={["severity", "level"]}
        label="Level"
        hint={
          policy.adopted
            ? `Policy: ${policy.name}`
            : "The team has adopted no policy: the level is your judgement."
        }
        choices={policy.levels.map((candidate) => [candidate.level, candidate.level])}
        along={(next) => ofClause(policy, next, judged)}
      />
      <Choice
        path={["severity", "clause"]}
        label="Clause"
        choices={(level === undefined ? policy.levels : [level])
          .flatMap(({ clauses }) => clauses)
          .map((clause) => [clause.id, `${clause.id}: ${clause.text}`])}
        along={(next) => ofPolicy(policy, next)}
      />
    </div>
  );
}

/** A clause of another level does not stay behind when the level changes. */
function ofClause(
  policy: HaltState["policy"],
  level: string | undefined,
  clause: string | undefined,
): Intent[] {
  const fits = policy.levels.some(
    (candidate) => candidate.level === level && candidate.clauses.some(({ id }) => id === clause),
  );
  if (clause === undefined || fits) return ofPolicy(policy, clause);
  return [setting(["severity", "clause"], undefined), ...ofPolicy(policy, undefined)];
}

/** The words of the clause go into the halt with the policy's name: the policy may change, and readers may not have it. */
function ofPolicy(policy: HaltState["policy"], clause: string | undefined): Intent[] {
  const text = policy.levels.flatMap(({ clauses }) => clauses).find(({ id }) => id === clause)?.text;
  return [
    setting(["severity", "clauseText"], text),
    setting(["severity", "policy"], policy.adopted ? policy.name : undefined),
  ];
}

/** Which option is asked for. */
export function RecommendedOption() {
  const { halt } = usePage().state;
  if (halt.options.length === 0) return null;
  return (
    <div class="form">
      <Choice
        path={["recommendation", "option"]}
        label="Recommended option"
        choices={halt.options.map((option, index) => [
          option.id,
          option.title ?? `Option ${index + 1} (${option.kind})`,
        ])}
      />
    </div>
  );
}
