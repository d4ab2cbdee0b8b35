import type { HalfYear } from './half-years.ts';
import { type Offered, type Period, type ReportQuery, periods } from './report-scope.ts';

type ReportFilterProps = {
  path: string;
  query: ReportQuery;
  offered: readonly Offered[];
  /** Given: this report is of half-years, and of everything in them. */
  halfYears: readonly HalfYear[] | undefined;
  halfYear: HalfYear | undefined;
};

/** What a report is about, kept in its address. */
export function ReportFilter({ path, query, offered, halfYears, halfYear }: ReportFilterProps) {
  if (halfYears && halfYears.length === 0) return null;
  const versions = offered.find(({ slug }) => slug === query.microCredential)?.versions ?? [];
  return (
    <form method="get" action={path} className="report-filter no-print" data-submit-on-change>
      {halfYears ? (
        <Choice
          name="half-year"
          label="Half-year of the first decision"
          value={halfYear?.key ?? ''}
          options={halfYears.map((one) => [one.key, one.isRunning ? `${one.label} (running)` : one.label])}
        />
      ) : (
        <>
          <Choice
            name="micro-credential"
            label="Micro-credential"
            value={query.microCredential ?? ''}
            options={[['', 'All of them'], ...offered.map(({ slug, title }) => [slug, title] as const)]}
          />
          {versions.length > 1 && (
            <Choice
              name="version"
              label="Version"
              value={query.version === undefined ? '' : String(query.version)}
              options={[
                ['', 'All versions'],
                ...versions.map(({ number }) => [String(number), `Version ${number}`] as const),
              ]}
            />
          )}
          <Choice
            name="period"
            label="Handed in"
            value={query.period === 'all' ? '' : query.period}
            options={(Object.keys(periods) as Period[]).map(
              (key) => [key === 'all' ? '' : key, periods[key].label] as const,
            )}
          />
        </>
      )}
      <button type="submit" className="btn">
        Show
      </button>
    </form>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
};

function Choice({ name, label, value, options }: ChoiceProps) {
  return (
    <div>
      <label htmlFor={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} name={name} defaultValue={value} className="select">
        {options.map(([each, word]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}
