import type { ReactNode } from 'react';
import type { RatingValue } from '#domain/assessment/standing.ts';
import type { CertificationState } from '#domain/assessment/certification.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Day } from '#ui/moment.tsx';
import { Status } from '#ui/status.tsx';
import { shareOf } from './rating-words.ts';

export const useWords = { qualify: 'To qualify with', seed: 'Seeded into the queue' } as const;

export function AnchorState({ state }: { state: 'draft' | 'active' | 'retired' }) {
  if (state === 'active') return <Status name="complete" word="In use" />;
  return state === 'draft' ? <Status name="started" word="Being made" /> : <Status name="removed" word="Retired" />;
}

/** Whether a certification holds, and what to know of it. */
export function Standing({ standing }: { standing: CertificationState }) {
  const { exact, lookFors } = standing.seeded;
  return (
    <>
      {standing.state === 'active' ? (
        <Status name="complete" word="Certified" />
      ) : (
        <Status
          name="overdue"
          word={standing.reason === 'not-scored' ? 'Lapsed: not scored lately' : 'Lapsed: below the bar'}
        />
      )}
      {standing.state === 'active' && (
        <span className="meta block">
          Score before <Day at={standing.scoreBy} />
        </span>
      )}
      {lookFors > 0 && (
        <span className="meta block numeral">
          {shareOf(exact, lookFors)} exact on the latest {countOf(lookFors, 'anchor look-for')}
        </span>
      )}
    </>
  );
}

/** What was just done. */
export function Done({ children }: { children: ReactNode }) {
  return (
    <p className="alert alert-success mb-6" role="status">
      {children}
    </p>
  );
}

export function Refused({ children }: { children: ReactNode }) {
  return (
    <div className="alert alert-error mb-6" role="alert">
      {children}
    </div>
  );
}

/** The other of two versions of the same: what somebody saved meanwhile, or what was typed and can’t be saved any more. */
export function OtherVersion({ label, value, text }: { label: string; value?: RatingValue | null; text: string }) {
  return (
    <div className="other-version">
      <p className="meta">{label}</p>
      {value !== undefined && (
        <p>
          <Status name={value ?? 'unrated'} />
        </p>
      )}
      {text.trim() !== '' && <p className="look-for__said">{text}</p>}
    </div>
  );
}
