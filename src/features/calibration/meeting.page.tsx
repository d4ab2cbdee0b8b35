import { cleanText } from '#domain/text/clean-text.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { Done, OtherVersion } from './calibration-parts.tsx';
import { isSame, typedRating } from './calibration.form.ts';
import { recordRefusals } from './hold-meeting.ts';
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
  /** Somebody saved another record after the form was made: theirs is shown beside what was typed. */
  isStale?: boolean;
  errors?: FormErrors;
};

/** The agenda with a record to write; closed, the record. */
export function MeetingPage(props: MeetingPageProps) {
  const { context, meeting, notice } = props;
  const errors = props.isStale ? [staleError(props)] : (props.errors ?? []);
  return (
    <LeadFrame context={context} current="norming" title={meeting.title} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/norming">Norming</a>
        <span aria-current="page">Meeting</span>
      </nav>
      <ErrorSummary errors={errors} />
      {notice && <Done>{notice}</Done>}
      <MeetingHead meeting={meeting} />
      {meeting.closedAt === null ? <RecordForm {...props} errors={errors} /> : <Record {...props} />}
    </LeadFrame>
  );
}

type Returned = Pick<MeetingPageProps, 'meeting' | 'typed' | 'chosen'>;

/** At the first place where the record that stands there is not as typed. */
function staleError({ meeting, typed }: Returned): FormErrors[number] {
  const first = meeting.items.find((item) => otherOf(item, typed));
  return { field: first ? `conclusion.${first.position}` : 'record', message: recordRefusals.changed };
}

/** What stands there and what was typed for an item, where they are not the same. */
function otherOf(item: MeetingItem, typed: Returned['typed']) {
  if (!typed) return undefined;
  const { position, agreedValue, conclusion } = item;
  const yours = typedRating(typed, { value: `agreed.${position}`, text: `conclusion.${position}` });
  const theirs = { value: agreedValue, text: conclusion };
  return isSame(yours, theirs) ? undefined : { yours, theirs };
}

function isOtherText(one: string, other: string): boolean {
  return cleanText(one).trim() !== cleanText(other).trim();
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

function Record({ meeting, typed }: Returned) {
  return (
    <>
      <section aria-labelledby="agenda-title">
        <h2 id="agenda-title">{meeting.closedAt === null ? 'Agenda' : 'What was settled'}</h2>
        <ol className="rows mt-4">
          {meeting.items.map((item) => {
            const other = otherOf(item, typed);
            return (
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
                {other && <OtherVersion label="What you typed, which is not saved" {...other.yours} />}
              </li>
            );
          })}
        </ol>
      </section>
      {meeting.closedAt !== null && (
        <section className="section" aria-labelledby="record-title">
          <h2 id="record-title">Record</h2>
          {meeting.record.trim() !== '' && <p className="look-for__said">{meeting.record}</p>}
          {typed?.record !== undefined && isOtherText(typed.record, meeting.record) && (
            <OtherVersion label="What you typed, which is not saved" text={typed.record} />
          )}
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

function RecordForm({ meeting, people, typed, chosen, isStale = false, errors = [] }: MeetingPageProps) {
  const present = new Set(chosen ?? meeting.present.map(({ id }) => id));
  const isOtherPresence = present.size !== meeting.present.length || meeting.present.some(({ id }) => !present.has(id));
  return (
    <form method="post" action={`/lead/norming/${meeting.id}/record`} noValidate>
      {/* What can’t be saved yet was still made from what its writer read. */}
      <input type="hidden" name="revision" value={typed && !isStale ? typed.revision : meeting.revision} />
      <h2>Agenda and record</h2>
      {meeting.items.map((item) => {
        const other = isStale ? otherOf(item, typed) : undefined;
        return (
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
            {other && <OtherVersion label="Saved meanwhile" {...other.theirs} />}
          </fieldset>
        );
      })}
      <fieldset className="field">
        <legend>Present</legend>
        {people.length === 0 && <p className="muted">Nobody assesses at this issuer now.</p>}
        {people.map(({ id, name }) => (
          <label key={id} className="choice">
            <input type="checkbox" name="person" value={id} defaultChecked={present.has(id)} /> {name}
          </label>
        ))}
        {isStale && isOtherPresence && (
          <OtherVersion
            label="Saved meanwhile as present"
            text={meeting.present.map(({ name }) => name).join(', ') || 'Nobody'}
          />
        )}
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
      {isStale && isOtherText(typed?.record ?? '', meeting.record) && (
        <OtherVersion label="Saved meanwhile" text={meeting.record.trim() || 'Nothing'} />
      )}
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
