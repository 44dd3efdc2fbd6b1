import { Choice } from "./field";
import { usePage } from "./pageContext";

/** Level and clause by the policy in force; a level without its clause is an opinion. */
export function SeverityFields() {
  const { state } = usePage();
  const { policy, halt } = state;
  const level = policy.levels.find((candidate) => candidate.level === halt.severity.level);
  return (
    <div class="form">
      <Choice
        path={["severity", "level"]}
        label="Level"
        hint={`Policy: ${policy.name}`}
        choices={policy.levels.map((candidate) => [candidate.level, candidate.level])}
      />
      <Choice
        path={["severity", "clause"]}
        label="Clause"
        choices={(level === undefined ? policy.levels : [level])
          .flatMap(({ clauses }) => clauses)
          .map((clause) => [clause.id, `${clause.id}: ${clause.text}`])}
      />
    </div>
  );
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
