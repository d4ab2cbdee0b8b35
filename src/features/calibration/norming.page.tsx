import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { OfferedMicroCredential } from './anchors.queries.ts';
import type { Disputed, MeetingRow } from './norming.queries.ts';
import { ratingWords, shareOf } from './rating-words.ts';

/** The meetings in which assessors settle what they see differently. */
export function NormingPage({ context, meetings }: { context: PageContext; meetings: readonly MeetingRow[] }) {
  return (
    <LeadFrame context={context} current="norming" title="Norming">
      <header className="page-head">
        <h1>Norming meetings</h1>
        <p className="lead">Settle together what assessors see differently, and keep what you settled on.</p>
        <p className="actions">
          <a href="/lead/norming/new" className="btn btn-primary">
            Call a meeting
          </a>
        </p>
      </header>
      {meetings.length === 0 ? (
        <p className="empty-state">
          There was none yet. <a href="/lead/norming/new">Choose a micro-credential</a>: what its assessors see most
          differently is put together for the agenda.
        </p>
      ) : (
        <WideTable label="Norming meetings" head={['Meeting', 'Micro-credential', 'When', 'Look-fors', 'State']}>
          {meetings.map((meeting) => (
            <tr key={meeting.id}>
              <th scope="row">
                <a href={`/lead/norming/${meeting.id}`}>{meeting.title}</a>
              </th>
              <td>{meeting.microCredential}</td>
              <td>
                <Moment at={meeting.startsAt} />
              </td>
              <td className="numeral">{meeting.items}</td>
              <td>
                {meeting.closedAt === null ? (
                  <Status name="open" />
                ) : (
                  <Status name="complete" word="Closed, with its record" />
                )}
              </td>
            </tr>
          ))}
        </WideTable>
      )}
    </LeadFrame>
  );
}

export type NewMeetingPageProps = {
  context: PageContext;
  offered: readonly OfferedMicroCredential[];
  only: string | undefined;
  disputed: readonly Disputed[];
  timeZone: string;
  typed?: Readonly<Record<string, string>>;
  chosen?: readonly string[];
  errors?: FormErrors;
};

/** Choosing what to speak of. */
export function NewMeetingPage(props: NewMeetingPageProps) {
  const { context, offered, only, errors = [] } = props;
  return (
    <LeadFrame context={context} current="norming" title="Call a meeting" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/norming">Norming</a>
        <span aria-current="page">Call a meeting</span>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Call a meeting</h1>
      </header>
      <form method="get" action="/lead/norming/new" className="desk-filter" data-submit-on-change>
        <label htmlFor="micro-credential">Micro-credential</label>
        <select id="micro-credential" name="micro-credential" defaultValue={only ?? ''} className="select">
          <option value="">Choose</option>
          {offered.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <button type="submit" className="btn">
          Show what is disputed
        </button>
      </form>
      {only === undefined && (
        <p className="empty-state mt-6">
          {offered.length === 0
            ? 'Your issuers offer no micro-credential yet. Once attempts are scored, their most disputed look-fors stand here.'
            : 'Choose a micro-credential first. Then you see which look-fors its assessors rate most differently, and tick those to speak of.'}
        </p>
      )}
      {only !== undefined && <MeetingForm {...props} only={only} />}
    </LeadFrame>
  );
}

function MeetingForm(props: NewMeetingPageProps & { only: string }) {
  const { only, disputed, timeZone, typed = {}, chosen, errors = [] } = props;
  if (disputed.length === 0) {
    return (
      <div className="empty-state mt-6">
        <p>
          Nothing is disputed here so far: where two scored a decided attempt they agreed, and anchors were rated as
          agreed.
        </p>
        <p>
          There may be too little to go by. Have more attempts scored by two (in the definition’s assessment policy), or{' '}
          <a href="/lead/calibration/anchors/new">make anchors</a> that everybody scores. Then look here again.
        </p>
      </div>
    );
  }
  const error = errors.find(({ field }) => field === 'item');
  return (
    <form method="post" action="/lead/norming" noValidate className="fields mt-6">
      <input type="hidden" name="microCredentialId" value={only} />
      <fieldset id="item" tabIndex={-1} className={error ? 'field field--wide field--error' : 'field field--wide'}>
        <legend>Most disputed look-fors</legend>
        {error && <p className="field-error">{error.message}</p>}
        <ul className="rows">
          {disputed.map((one, index) => {
            const value = `${one.attemptId}/${one.lookFor}`;
            return (
              <li key={value}>
                <label className="choice">
                  <input
                    type="checkbox"
                    name="item"
                    value={value}
                    defaultChecked={chosen ? chosen.includes(value) : index < 5 && !one.isSeeded}
                  />{' '}
                  {one.text}
                </label>
                <p className="meta numeral">
                  {one.label}. Apart on {one.apart} of {one.of} ({shareOf(one.apart, one.of)}):{' '}
                  {one.given.map((given) => `${ratingWords[given.value]} ${given.times}`).join(', ')}
                </p>
                {one.isSeeded && (
                  <p className="meta">
                    <Status name="advice" word="Seeded anchor" /> On an agenda everybody knows it: it is retired.
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      </fieldset>
      <Field name="title" label="Name of the meeting" errors={errors}>
        {(control) => <input {...control} className="input" maxLength={200} defaultValue={typed.title} />}
      </Field>
      <Field name="day" label="Day" errors={errors}>
        {(control) => <input {...control} type="date" className="input" defaultValue={typed.day} />}
      </Field>
      <Field name="time" label={`Time (${timeZone})`} errors={errors}>
        {(control) => <input {...control} type="time" className="input" defaultValue={typed.time} />}
      </Field>
      <Field name="place" label="Place or link (optional)" errors={errors}>
        {(control) => <input {...control} className="input" maxLength={500} defaultValue={typed.place} />}
      </Field>
      <button type="submit" className="btn btn-primary">
        Call the meeting
      </button>
    </form>
  );
}
