import type { NamesNamed } from '#domain/assessment/blind-attempt.ts';
import { blindWords } from '#domain/assessment/blind-text.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { countOf } from '#domain/evidence/finding.ts';

/** Over an attempt that is judged blind: what is hidden of it, and what can’t be. `isScored`: by whoever reads this. */
export function BlindBanner({ isScored }: { isScored: boolean }) {
  return (
    <div className="blind-banner" role="note">
      <p>
        <strong>Names are hidden.</strong>{' '}
        {isScored
          ? 'You score this without knowing whose work it is.'
          : 'It is judged without knowing whose work it is.'}{' '}
        In texts the earner reads {blindWords.earner}, others {blindWords.peer}, their school {blindWords.school}; files
        and links have numbers, and files are copies without what they said of their makers.
      </p>
      <p className="meta">
        What stands inside a file or behind a link can’t be hidden.
        {isScored && ' If you recognize whose work it is and could not judge it fairly, let go of it.'}
      </p>
    </div>
  );
}

const whom: readonly ['earner' | 'peer' | 'school', string][] = [
  ['earner', 'the earner'],
  ['peer', 'somebody beside them'],
  ['school', 'their school or district'],
];

/** Beside the evidence of a requirement: that it names somebody, where that is hidden and where it is not. */
export function NameNotice({
  named,
  artifacts,
}: {
  named: NamesNamed | undefined;
  artifacts: SealedAttempt['artifacts'];
}) {
  if (!named) return null;
  const texts = whom.flatMap(([who, words]) => (named[who] > 0 ? [`${words} ${timesOf(named[who])}`] : []));
  const files = artifacts.filter(({ id }) => named.files.includes(id)).map(({ name }) => name);
  return (
    <div className="blind-notice" role="note">
      {texts.length > 0 && <p>The text names {list(texts)}. You read a word in brackets in place of each.</p>}
      {files.length > 0 && (
        <p>
          {list(files)} {files.length === 1 ? 'names' : 'name'} the earner, somebody beside them or their school inside
          the file, where it can’t be hidden. Judge what is there by the look-fors alone.
        </p>
      )}
    </div>
  );
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : countOf(count, 'time');
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(words);
}
