import type { PageContext } from '#ui/page-context.ts';
import { AwardStatusLabel } from '../status/status-words.tsx';
import { AdminFrame, Day, Pager, ScrollTable, SearchForm, counted } from './admin-frame.tsx';
import type { AdminIssuer } from './admin.queries.ts';
import { type AwardGiven, awardsPerPage } from './awards-given.queries.ts';

type AwardsGivenPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  awards: readonly AwardGiven[];
  count: number;
  search: string;
};

export function AwardsGivenPage({ context, issuer, awards, count, search }: AwardsGivenPageProps) {
  const here = `/admin/${issuer.slug}/awards`;
  const shown = awards.slice(0, awardsPerPage);
  const last = awards.length > awardsPerPage ? shown.at(-1) : undefined;
  const older =
    last && `${here}?${new URLSearchParams({ ...(search === '' ? {} : { q: search }), before: last.id }).toString()}`;
  return (
    <AdminFrame context={context} issuer={issuer} section="Awards" title="Awards given">
      <div className="toolbar">
        <div>
          <h1>Awards given</h1>
          <p className="meta numeral">
            {counted(count, 'award')}
            {search !== '' && ` found for “${search}”`}
          </p>
          <p>
            <a href={`/admin/${issuer.slug}/endorsements`}>Endorsements by partners</a>
          </p>
        </div>
        <SearchForm label="Find by recipient or micro-credential" search={search} action={here} />
      </div>
      {shown.length === 0 && (
        <p className="empty-state mt-6">
          {search === ''
            ? 'No award has been given yet. The first one appears here as soon as an attempt shows every look-for.'
            : 'No award has that in its recipient’s name or its title.'}
        </p>
      )}
      {shown.length > 0 && (
        <div className="mt-2">
          <ScrollTable label="Awards given" isStacked>
            <thead>
              <tr>
                <th scope="col">Recipient</th>
                <th scope="col">Micro-credential</th>
                <th scope="col">Given</th>
                <th scope="col">Status</th>
                <th scope="col">
                  <span className="sr-only">Where it is verified</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((award) => (
                <tr key={award.id}>
                  <th scope="row" className="min-w-40">
                    <a
                      href={`${here}/${award.publicId}`}
                      aria-label={`The award of ${award.recipient}: ${award.title}`}
                    >
                      {award.recipient}
                    </a>
                  </th>
                  <td data-label="Micro-credential" className="min-w-56">
                    {award.title}
                  </td>
                  <td data-label="Given">
                    <Day at={award.awardedAt} timeZone={award.timeZone} />
                  </td>
                  <td data-label="Status">
                    <AwardStatusLabel state={award.status} />
                  </td>
                  <td>
                    <a href={`/verify/${award.publicId}`} aria-label={`Verify the award of ${award.recipient}`}>
                      Verify
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </div>
      )}
      <Pager href={older} label="Earlier awards" />
    </AdminFrame>
  );
}
