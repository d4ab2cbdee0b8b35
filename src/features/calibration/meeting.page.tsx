import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { Done } from './calibration-parts.tsx';
import type { Meeting, MeetingItem } from './norming.queries.ts';
import type { CertifiablePerson } from './qualifications.queries.ts';
import { ratingValues, ratingWords } from './rating-words.ts';

export type MeetingPageProps = {
  context: PageContext;
  meeting: Meeting;
  people: readonly CertifiablePerson[];
  notice?: string | undefined;
  typed?: Readonly<Record<string, string>>;
  chosen?: readonly string[];
  errors?: FormErrors;
};

/** The agenda with a record to write; closed, the record. */
export function MeetingPage(props: MeetingPageProps) {
  const { context, meeting, notice, errors = [] } = props;
  return (
    <LeadFrame context={context} current="norming" title={meeting.title} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/norming">Norming</a>
        <span aria-current="page">Meeting</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && <Done>{notice}</Done>}
      <MeetingHead meeting={meeting} />
      {meeting.closedAt === null ? <RecordForm {...props} /> : <Record meeting={meeting} />}
    </LeadFrame>
  );
}

/** The same for those who score: to prepare, and to read what was settled. */
export function OwnMeetingPage({ context, meeting }: { context: PageContext; meeting: Meeting }) {
  return (
    <Layout context={context} width="wide" title={meeting.title}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/desk">Assessor’s desk</a>
        <a href="/desk/calibration">Calibration</a>
        <span aria-current="page">Norming meeting</span>
      </nav>
      <MeetingHead meeting={meeting} />
      <Record meeting={meeting} />
    </Layout>
  );
}

function MeetingHead({ meeting }: { meeting: Meeting }) {
  return (
    <header className="page-head">
      <p className="eyebrow">{meeting.microCredential}</p>
      <h1>{meeting.title}</h1>
      <p className="lead">
        <Moment at={meeting.startsAt} />
        {meeting.place !== '' && `, ${meeting.place}`}
      </p>
      {meeting.closedAt === null && (
        <p className="measure mt-3">
          Read the evidence for each look-for before you meet, and note your own rating and why.
        </p>
      )}
    </header>
  );
}

function ItemHead({ item }: { item: MeetingItem }) {
  return (
    <>
      {item.text}{' '}
      <a href={`/attempts/${item.attemptId}/attempt.pdf`} className="font-normal">
        Evidence (PDF)<span className="sr-only"> for “{item.text}”</span>
      </a>
    </>
  );
}

function Record({ meeting }: { meeting: Meeting }) {
  return (
    <>
      <section aria-labelledby="agenda-title">
        <h2 id="agenda-title">{meeting.closedAt === null ? 'Agenda' : 'What was settled'}</h2>
        <ol className="rows mt-4">
          {meeting.items.map((item) => (
            <li key={item.position}>
              <p className="agenda-item">
                <ItemHead item={item} />
              </p>
              {item.agreedValue !== null && (
                <p>
                  Agreed: <Status name={item.agreedValue} />
                </p>
              )}
              {item.conclusion !== '' && <p className="look-for__said">{item.conclusion}</p>}
            </li>
          ))}
        </ol>
      </section>
      {meeting.closedAt !== null && (
        <section className="section" aria-labelledby="record-title">
          <h2 id="record-title">Record</h2>
          {meeting.record.trim() !== '' && <p className="look-for__said">{meeting.record}</p>}
          <p className="meta">
            {meeting.present.length === 0
              ? 'Nobody was noted as present.'
              : `Present: ${meeting.present.map(({ name }) => name).join(', ')}.`}
          </p>
        </section>
      )}
    </>
  );
}

function RecordForm({ meeting, people, typed, chosen, errors = [] }: MeetingPageProps) {
  const present = new Set(chosen ?? meeting.present.map(({ id }) => id));
  return (
    <form method="post" action={`/lead/norming/${meeting.id}/record`} noValidate>
      <h2>Agenda and record</h2>
      {meeting.items.map((item) => (
        <fieldset key={item.position} className="agreed">
          <legend>
            <ItemHead item={item} />
          </legend>
          <div className="choices agreed__values">
            {ratingValues.map((one) => (
              <label key={one} className="choice">
                <input
                  type="radio"
                  name={`agreed.${item.position}`}
                  value={one}
                  defaultChecked={(typed ? typed[`agreed.${item.position}`] : item.agreedValue) === one}
                />{' '}
                {ratingWords[one]}
              </label>
            ))}
          </div>
          <TextField
            name={`conclusion.${item.position}`}
            label="What follows from it"
            errors={errors}
            rows={2}
            maxLength={5000}
            value={typed ? typed[`conclusion.${item.position}`] : item.conclusion}
          />
        </fieldset>
      ))}
      <fieldset className="field">
        <legend>Present</legend>
        {people.length === 0 && <p className="muted">Nobody assesses at this issuer now.</p>}
        {people.map(({ id, name }) => (
          <label key={id} className="choice">
            <input type="checkbox" name="person" value={id} defaultChecked={present.has(id)} /> {name}
          </label>
        ))}
      </fieldset>
      <TextField
        name="record"
        label="Record (optional)"
        hint="What else was said and decided."
        errors={errors}
        rows={6}
        maxLength={20_000}
        value={typed ? typed.record : meeting.record}
      />
      <div className="actions">
        <button type="submit" name="intent" value="save" className="btn btn-primary">
          Save
        </button>
        <button type="submit" name="intent" value="close" className="btn">
          Save and close the meeting
        </button>
      </div>
    </form>
  );
}
