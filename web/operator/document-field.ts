/** A field of a document that a form changes in part, by its path in it. */
export interface DocumentField {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: true;
  /** An amount: typed as `6,42`, kept in integer cents. */
  readonly isCents?: true;
}
