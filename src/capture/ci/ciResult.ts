/** Why there is none of what was asked of CI. */
export interface CiProblem {
  readonly ok: false;
  /** The person stopped it: there is nothing to tell them. */
  readonly cancelled?: true;
  /** As one or more sentences. */
  readonly message: string;
}

export type CiResult<Value> = { readonly ok: true; readonly value: Value } | CiProblem;
