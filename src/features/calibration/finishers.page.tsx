import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { WideTable } from '#ui/wide-table.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { Done, Refused } from './calibration-parts.tsx';
import type { Finisher } from './finishers.queries.ts';

type FinishersPageProps = {
  context: PageContext;
  finishers: readonly Finisher[];
  notice?: string | undefined;
  refusal?: string;
};

/** Earners who finished a series, to be invited to assess. */
export function FinishersPage({ context, finishers, notice, refusal }: FinishersPageProps) {
  return (
    <LeadFrame context={context} current="calibration" title="Invite finishers" hasErrors={refusal !== undefined}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/calibration">Calibration</a>
        <span aria-current="page">Invite finishers</span>
      </nav>
      {refusal && <Refused>{refusal}</Refused>}
      {notice && <Done>{notice}</Done>}
      <header className="page-head">
        <h1>Invite finishers</h1>
        <p className="lead">
          Whoever has earned every micro-credential of a series knows what it takes. Invite them as assessors: they
          qualify on your sets before they score.
        </p>
      </header>
      {finishers.length === 0 ? (
        <p className="empty-state">
          Nobody has finished a series of yours yet. Whoever earns its last micro-credential stands here. Until then,
          invite experienced colleagues: an admin does that under People, and you{' '}
          <a href="/lead/calibration">name them certified</a> or offer them a set.
        </p>
      ) : (
        <WideTable label="Earners who finished a series" head={['Earner', 'Series', 'Finished', <>Invite</>]}>
          {finishers.map((one) => (
            <tr key={`${one.personId} ${one.series}`}>
              <th scope="row">
                {one.name}
                <span className="meta block font-normal">{one.email}</span>
              </th>
              <td>
                {one.series}
                <span className="meta block">{one.issuerName}</span>
              </td>
              <td>
                <Day at={one.finishedAt} />
              </td>
              <td>
                {one.state === 'assessor' ? (
                  <Status name="complete" word="Assesses already" />
                ) : one.state === 'invited' ? (
                  <Status name="waiting" word="Invited" />
                ) : (
                  <form method="post" action={`/lead/calibration/finishers/${one.personId}/invite`}>
                    <input type="hidden" name="issuerId" value={one.issuerId} />
                    <button type="submit" className="btn btn-sm">
                      Invite<span className="sr-only"> {one.name}</span>
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </WideTable>
      )}
    </LeadFrame>
  );
}
