import type { RequirementState } from '#domain/attempt/progress.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Day, Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status, type StatusName } from '#ui/status.tsx';
import type { CoachedRequirement, CoachedWork } from './coached-work.queries.ts';
import type { CoachComment } from './coaching.queries.ts';
import { coachingPaths } from './coaching-paths.ts';

const stateNames: Record<RequirementState, { name: StatusName; word?: string }> = {
  'not-started': { name: 'not-started' },
  started: { name: 'started' },
  complete: { name: 'complete' },
  'to-revise': { name: 'open', word: 'To revise' },
  locked: { name: 'locked' },
};

type CoachedWorkPageProps = { context: PageContext; work: CoachedWork; comments: readonly CoachComment[] };

/** One piece of work as its coach sees it: its requirements, where each stands, and what changed. */
export function CoachedWorkPage({ context, work, comments }: CoachedWorkPageProps) {
  const { definition, earner, coachId, requirements, readAt } = work;
  const paths = coachingPaths(coachId);
  const changed = requirements.filter(({ isChanged }) => isChanged).length;
  const byKey = new Map(requirements.map((one) => [one.requirement.id, one]));
  return (
    <Layout context={context} title={`${earner.name}’s work on ${definition.title}`}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/coaching">Coaching</a>
      </nav>
      <header className="page-head">
        <p className="eyebrow">{earner.name}</p>
        <h1>{definition.title}</h1>
        <p className="lead">{definition.statement}</p>
      </header>
      <section className="panel" aria-labelledby="changes-title">
        <p className="coached-head">
          <Status name={work.state} />
        </p>
        <h2 id="changes-title">
          {changed === 0 ? 'Nothing changed since you read it' : `${countOf(changed, 'requirement')} changed`}
        </h2>
        {readAt && (
          <p className="meta">
            Since <Moment at={readAt} />
          </p>
        )}
        {changed > 0 && (
          <form method="post" action={paths.read} className="mt-4">
            <input type="hidden" name="until" value={context.now.toISOString()} />
            <button type="submit" className="btn btn-sm">
              I have read what changed
            </button>
          </form>
        )}
      </section>
      {definition.parts.map((part) => (
        <section key={part.id} className="checklist-part" aria-labelledby={`part-${part.id}`}>
          <h2 id={`part-${part.id}`}>{part.title}</h2>
          <ul className="rows">
            {part.requirements.map(({ id }) => {
              const one = byKey.get(id);
              const own = comments.filter(({ requirement }) => requirement === id);
              return one && <Row key={id} one={one} href={paths.requirement(id)} comments={own} />;
            })}
          </ul>
        </section>
      ))}
      <section className="section">
        <p className="meta">
          You read along since <Day at={work.since} />. You see the drafts and their files, and change nothing.
        </p>
        <details className="coach-end">
          <summary>Stop coaching</summary>
          <p>You no longer see this work from then on. Your comments stay with {earner.name}, who gets a mail.</p>
          <form method="post" action={paths.end}>
            <button type="submit" className="btn btn-sm">
              Stop now
            </button>
          </form>
        </details>
      </section>
    </Layout>
  );
}

function Row({ one, href, comments }: { one: CoachedRequirement; href: string; comments: readonly CoachComment[] }) {
  const { requirement, state, findings, changedAt, isChanged, askedAt } = one;
  const open = comments.filter(({ resolvedAt }) => resolvedAt === null).length;
  const known = [
    ...(findings.length > 0 ? [`${countOf(findings.length, 'thing')} to do`] : []),
    ...(comments.length > 0 ? [`${countOf(comments.length, 'comment')} of yours, ${open} open`] : []),
  ];
  return (
    <li className="checklist-row">
      <div className="checklist-row__head">
        <h3>
          <a href={href}>{requirement.title}</a>
        </h3>
        <Status {...stateNames[state]} />
      </div>
      {askedAt && (
        <p>
          <Status name="advice" word="Please look at this" />{' '}
          <span className="meta">
            asked <Day at={askedAt} />
          </span>
        </p>
      )}
      {isChanged && changedAt && (
        <p className="meta">
          <Status name="changed" /> <Moment at={changedAt} />
        </p>
      )}
      {known.length > 0 && <p className="meta">{known.join(' · ')}</p>}
    </li>
  );
}
