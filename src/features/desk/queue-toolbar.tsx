import type { WaitingCount } from '../queue/count-waiting.queries.ts';
import type { WaitingStage } from '../queue/queue.queries.ts';

/** What the lists are narrowed to. */
export type QueueFilter = {
  microCredential: string | undefined;
  /** A code, `all`, or undefined for the assessor’s own languages. */
  language: string | undefined;
};

const shownNames: Record<WaitingStage, string | undefined> = {
  pre_check: 'checks',
  scoring: undefined,
  adjudication: 'adjudications',
};

/** The desk, narrowed as it is now; a whole list of its own, or a place in it. */
export function queueHref({
  microCredential,
  language,
  shown,
  after,
}: Partial<QueueFilter> & { shown?: WaitingStage; after?: string | undefined }) {
  const query = new URLSearchParams(
    Object.entries({
      'micro-credential': microCredential,
      language,
      show: shown && shownNames[shown],
      after,
    }).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  return query.size === 0 ? '/desk' : `/desk?${query.toString()}`;
}

type ToolbarProps = { counts: readonly WaitingCount[]; filter: QueueFilter; shown: WaitingStage };

/** Narrows every list of the desk. */
export function QueueToolbar({ counts, filter, shown }: ToolbarProps) {
  const bySlug = new Map<string, { title: string; waiting: number }>();
  for (const { slug, title, waiting } of counts)
    bySlug.set(slug, { title, waiting: (bySlug.get(slug)?.waiting ?? 0) + waiting });
  const show = shownNames[shown];
  return (
    <form method="get" action="/desk" className="desk-filter desk-section" data-submit-on-change>
      {show && <input type="hidden" name="show" value={show} />}
      <label htmlFor="micro-credential">Micro-credential</label>
      <select
        id="micro-credential"
        name="micro-credential"
        defaultValue={filter.microCredential ?? ''}
        className="select"
      >
        <option value="">All of them</option>
        {[...bySlug].map(([slug, { title, waiting }]) => (
          <option key={slug} value={slug}>
            {title} ({waiting})
          </option>
        ))}
      </select>
      <label htmlFor="language">Language</label>
      <select id="language" name="language" defaultValue={filter.language === 'all' ? 'all' : ''} className="select">
        <option value="">Those in my profile</option>
        <option value="all">Any</option>
      </select>
      <button type="submit" className="btn">
        Show
      </button>
    </form>
  );
}
