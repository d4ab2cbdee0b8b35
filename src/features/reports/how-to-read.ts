import { fewestPairs } from '#domain/assessment/statistics/index.ts';
import type { ReportKey } from './report.ts';

export type Explained = { term: string; text: string };

const intervals = {
  term: '95 % interval',
  text: 'How far the figure may lie off by chance, with so few counted. Two figures whose intervals overlap widely are not known to differ.',
};

const exact = { term: 'Exact agreement', text: 'The share of pairs in which both said the same: No, Almost or Yes.' };

const ac1 = {
  term: 'AC1 and AC2 (Gwet)',
  text: 'The share that is agreed beyond chance: 1 is all, 0 no more than chance. Where nearly all ratings are alike they stay near the exact share. AC2 counts Almost against Yes as half a disagreement.',
};

const undefinedFigures = {
  term: 'Not defined',
  text: `Where everybody said the same of everything, nothing can be corrected for chance: read the exact share. Of fewer than ${fewestPairs} pairs there are shares and intervals only.`,
};

/** What the figures of a report mean, for somebody who has never met them. */
export const howToRead: Partial<Record<ReportKey, readonly Explained[]>> = {
  overview: [
    exact,
    {
      term: 'At most one step apart; same side',
      text: 'The first calls only No against Yes a disagreement, the second only what decides: Yes, or something to revise.',
    },
    {
      ...intervals,
      text: `${intervals.text} Attempts are drawn anew a thousand times (a bootstrap), as ratings of one attempt go together.`,
    },
    {
      term: 'Kappa (Cohen)',
      text: 'The share that is agreed beyond chance, where chance is how often each of the two says each word. It falls where nearly all ratings are alike, even if hardly any differ. With weights, a disagreement by one step counts less than one by two.',
    },
    {
      term: 'Kappa (Fleiss), pi (Scott)',
      text: 'The same, with one chance for all assessors together: for when it does not matter who was first.',
    },
    {
      term: 'Alpha (Krippendorff)',
      text: 'The same, reckoned from disagreements, so that a missing rating takes nothing else away. Nominal: every disagreement counts alike. Ordinal: No against Yes counts most.',
    },
    ac1,
    { term: 'Brennan and Prediger', text: 'The same, with chance taken as one in three, whatever was said.' },
    undefinedFigures,
  ],
  'look-fors': [
    {
      term: 'Yes at first',
      text: 'How often the first assessor said Yes the first time that an earner was judged. A low share: a hard look-for, or one whose wording does not say what is wanted.',
    },
    exact,
    { ...intervals, text: `${intervals.text} Those of shares are Wilson’s, which hold for few attempts, too.` },
    ac1,
    undefinedFigures,
  ],
  assessors: [
    {
      term: 'Severity',
      text: 'On average, how many points above (lenient) or below (severe) what was agreed on anchors: No is 0, Almost 1, Yes 2.',
    },
    {
      term: 'Mean error',
      text: 'How many points off, whichever way. Severe here and lenient there cancel out in severity, not in this.',
    },
    {
      term: 'Drift t',
      text: 'How sure it is that somebody leans one way, by a paired t test against what was agreed.',
    },
    {
      term: 'Exact with others',
      text: 'On attempts that two scored without seeing each other; anchors are not among them.',
    },
    intervals,
  ],
  fairness: [
    {
      term: 'Less all others',
      text: 'The share of the group that earned at the first attempt less that of everybody else, in percentage points.',
    },
    intervals,
    {
      term: 'Hidden',
      text: 'Too few people to tell of without telling on one of them; or a figure from which such a one could be worked out.',
    },
  ],
};
