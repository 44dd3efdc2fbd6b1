import type { PageCommand } from "../editor/protocol";
import type { FormField } from "./formFields";

/** What a section of the page asks for; what is more than fields is drawn by the section itself. */
export interface Section {
  readonly title: string;
  readonly fields: readonly FormField[];
  readonly actions: readonly {
    readonly command: PageCommand;
    readonly label: string;
    /** It runs what the repository holds. */
    readonly needsTrust?: boolean;
    /** What stands in its place while a recording is on. */
    readonly whileRecording?: { readonly command: PageCommand; readonly label: string };
  }[];
}
