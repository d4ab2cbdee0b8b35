/** Where a problem of a document is, and how to mend it. */
export type Problem = {
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
  message: string;
};

/** A problem found at a path of a document, before its line is known. */
export type PathProblem = { path: readonly PropertyKey[]; message: string };

export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}  ${message}`;
}
