import type { FormField } from "./formFields";

export const per: FormField = {
  kind: "choice",
  at: "per",
  label: "Per",
  choices: [
    ["total", "In total"],
    ["hour", "Hour"],
    ["day", "Day"],
    ["week", "Week"],
    ["month", "Month"],
  ],
};

export const currency: FormField = { kind: "text", at: "currency", label: "Currency" };

export const perText: FormField = { kind: "text", at: "per", label: "Per" };

export const text: FormField = { kind: "area", at: "text", label: "Text" };

export const owner: FormField = { kind: "text", at: "owner", label: "Owner" };
