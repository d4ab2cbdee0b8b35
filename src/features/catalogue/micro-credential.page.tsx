import { describeBasis } from '#domain/credit/award-hours.ts';
import { listDetails, listRequirements } from '#domain/definition/outline.ts';
import { ctidOf, resourceUrl } from '#domain/open-data/ids.ts';
import { microCredentialMarkup } from '#domain/open-data/schema-org.ts';
import { ErrorSummary } from '#ui/form.tsx';
import { type Indexed, Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Prose } from '#ui/prose.tsx';
import { Tile } from '#ui/tile.tsx';
import { monthsWords, renewalSentence } from '../status/renewal-words.ts';
import type { OfferedMicroCredential } from './catalogue.queries.ts';
import { businessDays, countOf, describeAudience, describeEffort, hours } from './catalogue-words.ts';
import { EnrolPanel } from './enrol-panel.tsx';
import { EndorsementsSection } from '../badges/endorsements-section.tsx';
import type { Endorsement } from '../badges/endorsements.queries.ts';
import { Guides } from './guides.tsx';
import { Parts } from './parts.tsx';

type MicroCredentialPageProps = {
  context: PageContext;
  offered: OfferedMicroCredential;
  /** Whether somebody has just tried to enrol and can't yet. */
  refused?: boolean;
  endorsements?: readonly Endorsement[];
};

/** All that someone needs to decide, and the very guide that assessors score by. */
export function MicroCredentialPage({
  context,
  offered,
  refused = false,
  endorsements = [],
}: MicroCredentialPageProps) {
  const { definition, issuer, series } = offered;
  return (
    <Layout
      context={context}
      title={definition.title}
      description={definition.statement}
      hasErrors={refused}
      indexed={indexedOf(offered, context.baseUrl)}
    >
      {refused && (
        <ErrorSummary
          errors={[{ field: 'before', message: 'You can’t enrol yet: see what comes before this micro-credential' }]}
        />
      )}
      <ol className="crumbs" aria-label="Where this is">
        <li>
          <a href="/library">Library</a>
        </li>
        {series.map(({ slug, title }) => (
          <li key={slug}>
            <a href={`/series/${slug}`}>{title}</a>
          </li>
        ))}
      </ol>
      <header className="offer-head">
        <Tile slug={definition.slug} size="xl" eager />
        <div>
          <p className="eyebrow">
            Micro-credential from <a href={`/library?issuer=${issuer.slug}`}>{issuer.name}</a>
          </p>
          <h1>{definition.title}</h1>
          <p className="lead">{definition.statement}</p>
        </div>
      </header>
      <div className="split split--offer">
        <aside aria-label="At a glance">
          <EnrolPanel offered={offered} viewer={context.viewer} />
          <Facts definition={definition} />
          <nav aria-label="On this page" className="on-page">
            <ul>
              <li>
                <a href="#outcomes">What you demonstrate</a>
              </li>
              <li>
                <a href="#evidence">What you hand in</a>
              </li>
              <li>
                <a href="#guide">How it is scored</a>
              </li>
              <li>
                <a href="#assessment">When you hear back</a>
              </li>
            </ul>
          </nav>
        </aside>
        <div>
          <div className="offer-summary prose">
            <Prose text={definition.summary} />
          </div>
          <Outcomes outcomes={definition.outcomes} />
          <section className="section" aria-labelledby="evidence">
            <h2 id="evidence">What you hand in</h2>
            <Parts parts={definition.parts} details={listDetails(definition)} />
          </section>
          <section className="section" aria-labelledby="guide">
            <h2 id="guide">How it is scored</h2>
            <p>
              This is the guide that assessors use, word for word. Each look-for is answered Yes, Almost or No. When
              every one is Yes, the award is yours.
            </p>
            <Guides guides={definition.guides} requirements={listRequirements(definition)} />
          </section>
          <Assessment assessment={definition.assessment} />
          <Further definition={definition} />
          <EndorsementsSection endorsements={endorsements} />
        </div>
      </div>
    </Layout>
  );
}

function indexedOf(offered: OfferedMicroCredential, baseUrl: string): Indexed {
  const { slug } = offered.definition;
  return {
    canonical: `/micro-credentials/${slug}`,
    alternate: resourceUrl(baseUrl, ctidOf(baseUrl, { kind: 'micro-credential', slug })),
    data: microCredentialMarkup({ ...offered, number: offered.versionNumber, baseUrl }),
  };
}

type Defined = OfferedMicroCredential['definition'];

function Facts({ definition }: { definition: Defined }) {
  const { worth, effort, audience, access } = definition;
  return (
    <>
      <dl className="facts">
        <div>
          <dt>Worth</dt>
          <dd>{hours(worth.pdHours)} of professional development</dd>
          {worth.basis && <dd className="credit-note">{describeBasis(worth.basis)}</dd>}
        </div>
        {definition.award.validMonths !== undefined && (
          <div>
            <dt>Valid for</dt>
            <dd>
              {monthsWords(definition.award.validMonths)}. {renewalSentence(definition.award.renewal)}
            </dd>
          </div>
        )}
        <div>
          <dt>Effort</dt>
          <dd>{describeEffort(effort)}</dd>
        </div>
        <div>
          <dt>For</dt>
          <dd>{describeAudience(audience)}</dd>
        </div>
        <div>
          <dt>Evidence</dt>
          <dd>{countOf(listRequirements(definition).length, 'piece')}</dd>
        </div>
      </dl>
      {effort.note && <p className="meta">{effort.note}</p>}
      {worth.credit.map((note) => (
        <p key={note} className="meta">
          {note}
        </p>
      ))}
      {access.includes.length > 0 && (
        <div className="meta">
          <h2 className="aside-heading">What comes with it</h2>
          <ul className="plain-bullets">
            {access.includes.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Outcomes({ outcomes }: { outcomes: Defined['outcomes'] }) {
  return (
    <section className="section" aria-labelledby="outcomes">
      <h2 id="outcomes">What you demonstrate</h2>
      <ol className="outcomes">
        {outcomes.map(({ id, title, details }) => (
          <li key={id}>
            <h3>{title}</h3>
            <ul className="plain-bullets">
              {details.map((detail) => (
                <li key={detail.id}>{detail.text}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What holds today, whatever fuller policy the definition already carries. */
function Assessment({ assessment: { decisionDays, coachBeforeAttempt } }: { assessment: Defined['assessment'] }) {
  return (
    <section className="section" aria-labelledby="assessment">
      <h2 id="assessment">When you hear back</h2>
      <dl className="facts measure">
        <div>
          <dt>Your decision is due within</dt>
          <dd>{businessDays(decisionDays)}</dd>
        </div>
        <div>
          <dt>Attempts</dt>
          <dd>As many as it takes</dd>
        </div>
        {coachBeforeAttempt !== undefined && (
          <div>
            <dt>The issuer’s advice</dt>
            <dd>Talk it through with a coach before attempt {coachBeforeAttempt}</dd>
          </div>
        )}
      </dl>
      <p>
        One assessor scores every look-for of an attempt. What was demonstrated stays demonstrated: only look-fors
        answered Almost or No reopen, with the assessor’s comment beside your evidence.
      </p>
    </section>
  );
}

function Further({ definition: { resources, research, companions, notes } }: { definition: Defined }) {
  if (resources.length + research.length + companions.length + notes.length === 0) return null;
  return (
    <section className="section" aria-labelledby="further">
      <h2 id="further">To go with it</h2>
      {companions.map(({ title, summary, presenter, pdHours, access }) => (
        <div key={title} className="further">
          <h3>Companion course: {title}</h3>
          {summary && <Prose text={summary} />}
          <p className="meta">
            {[
              presenter && `With ${presenter}`,
              pdHours !== undefined && `${hours(pdHours)} of professional development`,
              access === 'subscribers' ? 'open to subscribers' : 'open to everyone',
            ]
              .filter(Boolean)
              .join(', ')}
          </p>
        </div>
      ))}
      {notes.map(({ title, text }) => (
        <div key={title} className="further">
          <h3>{title}</h3>
          <Prose text={text} />
        </div>
      ))}
      {resources.length > 0 && (
        <div className="further">
          <h3>Resources</h3>
          <ul>
            {resources.map(({ title, url, note }) => (
              <li key={title}>
                {url ? <a href={url}>{title}</a> : title}
                {note && `: ${note}`}
              </li>
            ))}
          </ul>
        </div>
      )}
      {research.length > 0 && (
        <div className="further">
          <h3>Research behind it</h3>
          <ul>
            {research.map(({ citation, url }) => (
              <li key={citation}>{url ? <a href={url}>{citation}</a> : citation}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
