import { Field, type FormErrors, TextField } from '#ui/form.tsx';
import { Day } from '#ui/moment.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { Standing } from './calibration-parts.tsx';
import type { Certification } from './certification.queries.ts';
import type { CertifiablePerson } from './qualifications.queries.ts';

type RubricChoice = { value: string; label: string };

export type CertifiedProps = {
  certifications: readonly Certification[];
  people: readonly CertifiablePerson[];
  rubrics: readonly RubricChoice[];
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** Who is certified for what and since when, with a form to name somebody who need not qualify on a set. */
export function Certified({ certifications, people, rubrics, ...form }: CertifiedProps) {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const guides = new Map(rubrics.map(({ value, label }) => [value, label]));
  return (
    <section className="section" aria-labelledby="certified-title">
      <h2 id="certified-title">Certified</h2>
      {certifications.length === 0 ? (
        <p className="muted">Nobody is certified yet.</p>
      ) : (
        <WideTable label="Certified assessors" head={['Assessor', 'For', 'Since', 'State', <>End</>]}>
          {certifications.map((one) => (
            <tr key={one.id}>
              <th scope="row">{names.get(one.personId) ?? 'No assessor any more'}</th>
              <td>{guides.get(`${one.microCredentialId}/${one.rubricSha256}`) ?? 'An earlier scoring guide'}</td>
              <td>
                <Day at={one.certifiedAt} />
                <span className="meta block">
                  {one.namedBy === null ? 'On a set' : `By ${one.namedBy}: ${one.reason}`}
                </span>
              </td>
              <td>
                <Standing standing={one.standing} />
              </td>
              <td>
                <details>
                  <summary>End it</summary>
                  <form method="post" action={`/lead/calibration/certifications/${one.id}/end`}>
                    <label htmlFor={`reason-${one.id}`}>Why</label>
                    <input id={`reason-${one.id}`} name="reason" className="input" required maxLength={2000} />
                    <button type="submit" className="btn btn-sm">
                      End<span className="sr-only"> the certification of {names.get(one.personId)}</span>
                    </button>
                  </form>
                </details>
              </td>
            </tr>
          ))}
        </WideTable>
      )}
      <NameCertified people={people} rubrics={rubrics} {...form} />
    </section>
  );
}

function NameCertified({ people, rubrics, typed = {}, errors = [] }: Omit<CertifiedProps, 'certifications'>) {
  return (
    <details className="panel mt-6" open={errors.length > 0}>
      <summary>Name somebody certified</summary>
      <form method="post" action="/lead/calibration/certifications" noValidate className="fields">
        <Field name="personId" label="Assessor" errors={errors}>
          {(control) => (
            <select {...control} className="select" defaultValue={typed.personId ?? ''}>
              <option value="">Choose</option>
              {people.map(({ id, name, email }) => (
                <option key={id} value={id}>
                  {name} ({email})
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="rubric" label="Scoring guide" errors={errors}>
          {(control) => (
            <select {...control} className="select" defaultValue={typed.rubric ?? ''}>
              <option value="">Choose</option>
              {rubrics.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          name="reason"
          label="Why they need not qualify on a set"
          hint="It is kept, and they read it."
          errors={errors}
          rows={2}
          maxLength={2000}
          value={typed.reason}
        />
        <button type="submit" className="btn">
          Name them certified
        </button>
      </form>
    </details>
  );
}
