import { count, formatNumber, interval, share, text } from '#domain/statistics/number-table.ts';
import { shareOf } from '#domain/statistics/proportion.ts';
import { lookForId } from '#domain/assessment/statistics/index.ts';
import { frequentPhrases } from '#domain/text/frequent-phrases.ts';
import type { Returned } from './comments.queries.ts';
import type { Report } from './report.ts';
import type { LookForName } from './reports.queries.ts';

const mostDrawn = 20;

/** Which look-fors come back most, and what comments say of them. */
export function buildComments(
  returned: readonly Returned[],
  { comments, names }: { comments: readonly { attemptId: string; text: string }[]; names: readonly string[] },
  lookFors: ReadonlyMap<string, LookForName>,
): Report {
  if (returned.length === 0)
    return {
      key: 'comments',
      lead: 'Which look-fors come back to earners, and what they are told.',
      figures: [],
      sections: [],
      empty:
        'No decision has been released here yet. What comes back, and what is said of it, appears with the first one.',
    };
  const rows = returned
    .map((row) => {
      const name = lookFors.get(lookForId(row.microCredentialId, row.key));
      const back = row.almost + row.no;
      return {
        ...row,
        back,
        id: lookForId(row.microCredentialId, row.key),
        label: name?.text ?? row.key,
        part: shareOf(back, row.rated),
      };
    })
    .sort((a, b) => b.back - a.back || (a.label < b.label ? -1 : 1));
  const cameBack = rows.filter(({ back }) => back > 0);
  const phrases = frequentPhrases(comments, { names });
  return {
    key: 'comments',
    lead: 'Which look-fors come back to earners, and what they are told. What comes back from many may be said better in the micro-credential itself.',
    figures: [],
    sections: [
      {
        key: 'returned',
        title: 'What comes back most',
        charts: [
          {
            kind: 'bars',
            props: {
              title: 'Share of judged attempts in which a look-for came back',
              ...(cameBack.length > mostDrawn ? { note: `The ${mostDrawn} that came back most often.` } : {}),
              bars: cameBack.slice(0, mostDrawn).map(({ id, label, part }) => ({
                key: id,
                label,
                ...(part.defined ? { value: part.value, interval: part.interval } : {}),
              })),
              unit: 'share',
            },
          },
        ],
        table: {
          key: 'returned',
          title: 'Look-fors in released decisions',
          columns: [
            { label: 'Look-for', kind: 'text' },
            { label: 'Came back', kind: 'number' },
            { label: 'Almost', kind: 'number' },
            { label: 'No', kind: 'number' },
            { label: 'Could not be judged', kind: 'number' },
            { label: 'Judged', kind: 'number' },
            { label: 'Share that came back', kind: 'share' },
            { label: '95 % interval', kind: 'interval' },
          ],
          rows: rows.map(({ id, label, back, almost, no, conditions, rated, part }) => ({
            key: id,
            cells: [
              text(label),
              count(back),
              count(almost),
              count(no),
              count(conditions),
              count(rated),
              share(part.defined ? part.value : undefined),
              interval(part.defined ? part.interval : undefined, { isShare: true }),
            ],
          })),
        },
      },
      {
        key: 'phrases',
        title: 'What comments say',
        text: 'Words that comments of at least three attempts have in common, without names. Of the latest attempts that came back.',
        table: {
          key: 'phrases',
          title: 'Frequent phrases in released comments',
          columns: [
            { label: 'Phrase', kind: 'text' },
            { label: 'Attempts', kind: 'number' },
          ],
          rows: phrases.map(({ phrase, attempts }) => ({ key: phrase, cells: [text(phrase), count(attempts)] })),
          note:
            phrases.length === 0
              ? `No phrase stands in the comments of three attempts yet (${formatNumber(comments.length)} comments read).`
              : `${formatNumber(comments.length)} comments read.`,
        },
      },
    ],
  };
}
