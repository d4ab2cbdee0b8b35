import type { ReactNode } from 'react';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { AdminFrame, ScrollTable, counted } from './admin-frame.tsx';
import type { AdminIssuer } from './admin.queries.ts';
import { type DecisionFigures, type FunnelRow, type HardLookFor, decisionsLookedAt } from './dashboard.queries.ts';

type DashboardPageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  funnel: readonly FunnelRow[];
  figures: DecisionFigures;
  lookFors: readonly HardLookFor[];
};

const dayLength = 24 * 3600_000;

export function DashboardPage({ context, issuer, funnel, figures, lookFors }: DashboardPageProps) {
  const sum = (pick: (row: FunnelRow) => number) => funnel.reduce((total, row) => total + pick(row), 0);
  const waiting = sum((row) => row.waiting);
  const overdue = sum((row) => row.overdue);
  return (
    <AdminFrame context={context} issuer={issuer} section="Overview" title="Overview">
      <h1>{issuer.name}</h1>
      <dl className="mt-6 grid grid-cols-2 gap-x-8 gap-y-4 lg:grid-cols-5">
        <Figure name="Enrolled" value={sum((row) => row.enrolled)} />
        <Figure name="Submitted at least once" value={sum((row) => row.submitted)} />
        <Figure name="Earned" value={sum((row) => row.earned)} />
        <Figure
          name="Waiting for a decision"
          value={waiting}
          note={overdue > 0 ? <Status name="overdue" word={`${overdue} overdue`} /> : 'none overdue'}
        />
        <Figure
          name="Days to a decision, median"
          value={figures.medianDays === null ? '–' : figures.medianDays.toFixed(1)}
          note={figures.decided === 0 ? 'no decisions yet' : `of the last ${counted(figures.decided, 'decision')}`}
        />
      </dl>
      <Funnel rows={funnel} now={context.now} />
      <HardLookFors lookFors={lookFors} />
    </AdminFrame>
  );
}

function Figure({ name, value, note }: { name: string; value: number | string; note?: ReactNode }) {
  return (
    <div>
      <dt className="meta">{name}</dt>
      <dd>
        <span className="numeral block text-3xl">
          {typeof value === 'number' ? value.toLocaleString('en-US') : value}
        </span>
        {note !== undefined && <span className="meta">{note}</span>}
      </dd>
    </div>
  );
}

function Funnel({ rows, now }: { rows: readonly FunnelRow[]; now: Date }) {
  const most = Math.max(1, ...rows.map((row) => row.enrolled));
  return (
    <section className="section">
      <h2>From enrolment to award</h2>
      {rows.length === 0 && (
        <p className="empty-state">No micro-credential is published yet. Publish one to see who takes it up.</p>
      )}
      {rows.length > 0 && (
        <ScrollTable label="From enrolment to award">
          <thead>
            <tr>
              <th scope="col">Micro-credential</th>
              <th scope="col" className="text-right whitespace-nowrap">
                <Swatch tone="fill-base-300" /> Enrolled
              </th>
              <th scope="col" className="text-right whitespace-nowrap">
                <Swatch tone="fill-secondary" /> Submitted
              </th>
              <th scope="col" className="text-right whitespace-nowrap">
                <Swatch tone="fill-primary" /> Earned
              </th>
              <th scope="col" className="w-40">
                <span className="sr-only">As bars</span>
              </th>
              <th scope="col" className="text-right">
                Waiting
              </th>
              <th scope="col" className="text-right">
                Longest, days
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.slug}>
                <th scope="row" className="min-w-48">
                  <a href={`/micro-credentials/${row.slug}`}>{row.title}</a>
                </th>
                <td className="numeral text-right">{row.enrolled}</td>
                <td className="numeral text-right">{share(row.submitted, row.enrolled)}</td>
                <td className="numeral text-right">{share(row.earned, row.enrolled)}</td>
                <td>
                  <Bars values={[row.enrolled, row.submitted, row.earned]} most={most} />
                </td>
                <td className="numeral text-right">
                  {row.overdue > 0 ? (
                    <Status name="overdue" word={`${row.waiting}, ${row.overdue} overdue`} />
                  ) : (
                    row.waiting
                  )}
                </td>
                <td className="numeral text-right">
                  {row.waitingSince ? Math.floor((now.getTime() - row.waitingSince.getTime()) / dayLength) : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </section>
  );
}

/** `12 (40 %)`: a share means nothing without its number. */
function share(part: number, whole: number): string {
  return whole === 0 ? String(part) : `${part} (${Math.round((100 * part) / whole)} %)`;
}

/** The colour of a column's bar, beside its name. */
function Swatch({ tone }: { tone: string }) {
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" className="inline">
      <rect width="10" height="10" className={tone} />
    </svg>
  );
}

/** Three bars on one scale; the numbers stand beside them. */
function Bars({ values, most }: { values: readonly number[]; most: number }) {
  const tones = ['fill-base-300', 'fill-secondary', 'fill-primary'];
  return (
    <svg viewBox="0 0 120 22" width="120" height="22" aria-hidden="true">
      {values.map((value, index) => (
        <rect key={index} x="0" y={index * 8} width={(120 * value) / most} height="6" className={tones[index]} />
      ))}
    </svg>
  );
}

function HardLookFors({ lookFors }: { lookFors: readonly HardLookFor[] }) {
  return (
    <section className="section">
      <h2>Look-fors most often not yet there</h2>
      <p className="meta measure">
        Rated Almost or No, among the last {decisionsLookedAt} decisions. A small n says little; a high share with many
        ratings may be a look-for to write more clearly.
      </p>
      {lookFors.length === 0 && (
        <p className="empty-state">No look-for has been rated Almost or No in a decided attempt so far.</p>
      )}
      {lookFors.length > 0 && (
        <ScrollTable label="Look-fors most often not yet there">
          <thead>
            <tr>
              <th scope="col">Look-for</th>
              <th scope="col">Micro-credential</th>
              <th scope="col" className="text-right">
                Not yet
              </th>
              <th scope="col" className="text-right">
                n
              </th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {lookFors.map((lookFor) => {
              const percent = Math.round((100 * lookFor.notYet) / lookFor.rated);
              return (
                <tr key={`${lookFor.slug} ${lookFor.text}`}>
                  <th scope="row" className="min-w-64 max-w-xl">
                    {lookFor.text}
                  </th>
                  <td className="min-w-40">
                    <a href={`/micro-credentials/${lookFor.slug}`}>{lookFor.title}</a>
                  </td>
                  <td className="numeral text-right">{lookFor.notYet}</td>
                  <td className="numeral text-right">{lookFor.rated}</td>
                  <td className="whitespace-nowrap">
                    <span className="numeral mr-2">{percent} %</span>
                    <svg viewBox="0 0 80 8" width="80" height="8" aria-hidden="true" className="inline">
                      <rect width="80" height="8" className="fill-base-300" />
                      <rect width={(80 * percent) / 100} height="8" className="fill-secondary" />
                    </svg>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </ScrollTable>
      )}
    </section>
  );
}
