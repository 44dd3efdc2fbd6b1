import type { HaltPath } from "../halt/intent";
import { Choice, Field, Tick } from "./field";
import type { InputKind } from "./fieldKinds";
import { ItemList } from "./itemList";
import { usePage } from "./pageContext";

type Choices = readonly (readonly [value: string, label: string])[];

/** A part of a form, as data; `at` is the place below the form's own, its keys joined by dots. */
export type FormField =
  | { readonly kind: InputKind; readonly at: string; readonly label: string; readonly hint?: string }
  | { readonly kind: "tick"; readonly at: string; readonly label: string }
  | {
      readonly kind: "choice";
      readonly at: string;
      readonly label: string;
      readonly choices: Choices;
      readonly hint?: string;
    }
  /** From, to, and where the figures come from. */
  | {
      readonly kind: "range";
      readonly at: string;
      readonly label: string;
      readonly more?: readonly FormField[];
    }
  | {
      readonly kind: "list";
      readonly at: string;
      readonly label: string;
      readonly noun: string;
      readonly initial: Readonly<Record<string, string>>;
      readonly ordered?: boolean;
      /** A new item is in the repository's currency. */
      readonly inCurrency?: boolean;
      readonly fields: readonly FormField[];
    };

/** The fields of a form, in order. */
export function FormFields({
  fields,
  base = [],
}: {
  readonly fields: readonly FormField[];
  readonly base?: HaltPath;
}) {
  return (
    <div class="form">
      {fields.map((field) => (
        <OneField key={field.at} field={field} path={[...base, ...field.at.split(".")]} />
      ))}
    </div>
  );
}

function OneField({ field, path }: { readonly field: FormField; readonly path: HaltPath }) {
  const { currency } = usePage().state;
  switch (field.kind) {
    case "tick":
      return <Tick path={path} label={field.label} />;
    case "choice":
      return <Choice path={path} label={field.label} choices={field.choices} hint={field.hint} />;
    case "range":
      return (
        <fieldset class="range">
          <legend>{field.label}</legend>
          <Field path={[...path, "low"]} label="From" kind="figure" />
          <Field path={[...path, "high"]} label="To" kind="figure" />
          {(field.more ?? []).map((more) => (
            <OneField key={more.at} field={more} path={[...path, ...more.at.split(".")]} />
          ))}
          <Field
            path={[...path, "source"]}
            label="Source"
            kind="text"
            placeholder="Where the figures come from"
          />
        </fieldset>
      );
    case "list":
      return (
        <fieldset class="list">
          <legend>{field.label}</legend>
          <ItemList
            path={path}
            noun={field.noun}
            initial={{
              ...field.initial,
              ...(field.inCurrency === true && currency !== undefined && { currency }),
            }}
            ordered={field.ordered}
          >
            {(itemPath) => <FormFields fields={field.fields} base={itemPath} />}
          </ItemList>
        </fieldset>
      );
    case "text":
    case "area":
    case "figure":
    case "instant":
    case "count":
    case "lines":
    case "refs":
      return <Field path={path} label={field.label} kind={field.kind} hint={field.hint} />;
  }
}
