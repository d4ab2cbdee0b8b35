import { itemId, outcomeItemId } from './ids.ts';
import { uuidOfUrl } from './uuid.ts';

/** What of a definition has an id of its own in CASE, by its key. */
export type CaseKeys = {
  outcomes: readonly string[];
  details: readonly string[];
  guides: readonly string[];
  /** A guide and a detail that one of its look-fors judges. */
  judged: readonly (readonly [guide: string, detail: string])[];
};

/** The ids of one micro-credential in CASE: the same in every version. */
export function caseIds(baseUrl: string, slug: string) {
  const id = (key: string) => itemId(baseUrl, { kind: 'micro-credential', slug }, key);
  return {
    document: id('framework'),
    outcome: (outcome: string) => outcomeItemId(baseUrl, slug, outcome),
    detail: (detail: string) => id(`detail/${detail}`),
    rubric: (guide: string) => id(`guide/${guide}`),
    criterion: (lookFor: string) => id(`look-for/${lookFor}`),
    level: (lookFor: string, level: string) => id(`look-for/${lookFor}/${level}`),
    outcomeIsChild: (outcome: string) => id(`child/outcome/${outcome}`),
    detailIsChild: (detail: string) => id(`child/detail/${detail}`),
    detailIsJudged: (guide: string, detail: string) => id(`judged/${guide}/${detail}`),
  };
}

/** Every id that can be asked for by itself: of the document, its items, their associations and its rubrics. */
export function listCaseIds(baseUrl: string, slug: string, keys: CaseKeys): string[] {
  const ids = caseIds(baseUrl, slug);
  return [
    ids.document,
    ...keys.outcomes.flatMap((outcome) => [ids.outcome(outcome), ids.outcomeIsChild(outcome)]),
    ...keys.details.flatMap((detail) => [ids.detail(detail), ids.detailIsChild(detail)]),
    ...keys.guides.map(ids.rubric),
    ...keys.judged.map(([guide, detail]) => ids.detailIsJudged(guide, detail)),
  ];
}

/** The two kinds of items that there are, which are the installation's own. */
export function itemTypeId(baseUrl: string, type: 'outcome' | 'detail'): string {
  return uuidOfUrl(`${baseUrl}/open-data#${type}`);
}
