/** Blocking findings stop submission; advice does not. */
export type FindingLevel = 'blocking' | 'advice';

/** How much work it is to mend a finding. */
export type Work = { share: number } | { minutes: number } | 'wait';

/** What a check found: a sentence that says what to do, and the field it speaks of. */
export type Finding = {
  level: FindingLevel;
  /** Names the rule, for tests and for grouping. */
  code: string;
  message: string;
  /** The field of the editor, as an element id within the requirement's form: `text`, `entry-vision-shared`. */
  place: string;
  /** `work`: the place stands on the page of the whole work, as what concerns a part does. */
  on?: 'work';
  /**
   * How much work it is to mend: a share of all the work of its requirement (0 to 1), or minutes of its own where it is
   * soon done; `wait` where it is somebody else’s turn. Without it, all of it.
   */
  work?: Work;
};

export function hasBlocking(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.level === 'blocking');
}

/** "1 word", "1,000 words". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;
}
