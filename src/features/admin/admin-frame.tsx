import { formatShortDate } from '#domain/text/format-date.ts';
import type { ReactNode } from 'react';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { AdminIssuer } from './admin.queries.ts';

type AdminFrameProps = {
  context: PageContext;
  issuer: AdminIssuer;
  section: 'Overview' | 'People' | 'Programmes' | 'Awards' | 'Certificate' | 'Credit' | 'Provider' | 'Keys';
  title: string;
  hasErrors?: boolean;
  children: ReactNode;
};

/** The frame of an issuer's admin pages: whose they are, and the way between them. */
export function AdminFrame({ context, issuer, section, title, hasErrors = false, children }: AdminFrameProps) {
  const home = `/admin/${issuer.slug}`;
  const sections = [
    { name: 'Overview', href: home },
    { name: 'People', href: `${home}/people` },
    { name: 'Programmes', href: `${home}/programmes` },
    { name: 'Awards', href: `${home}/awards` },
    { name: 'Certificate', href: `${home}/certificate` },
    { name: 'Credit', href: `${home}/credit` },
    { name: 'Provider', href: `${home}/agencies` },
    { name: 'Keys', href: `${home}/keys` },
  ];
  return (
    <Layout context={context} title={`${title}, ${issuer.name}`} width="wide" hasErrors={hasErrors}>
      <nav aria-label="Breadcrumb">
        <p className="crumbs">
          <a href="/admin">Admin</a>
          <span>{issuer.name}</span>
        </p>
      </nav>
      <nav aria-label="Issuer" className="tabs-row">
        {sections.map(({ name, href }) => (
          <a key={name} href={href} aria-current={name === section ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {children}
    </Layout>
  );
}

/** A table that scrolls within itself where the page is narrow; it can be focused, so that a keyboard scrolls it too. */
export function ScrollTable({
  label,
  isStacked = false,
  children,
}: {
  label: string;
  /** Rows become cards where they would not fit; each cell says its column in `data-label`. */
  isStacked?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="table-wrap mt-4" role="region" aria-label={label} tabIndex={0}>
      <table className={isStacked ? 'table card-table' : 'table'}>{children}</table>
    </div>
  );
}

export function SearchForm({ label, search, action }: { label: string; search: string; action: string }) {
  return (
    <form method="get" action={action} role="search" className="w-full sm:w-96">
      <label htmlFor="q" className="label-text">
        {label}
      </label>
      <div className="mt-1 flex gap-2">
        <input id="q" name="q" type="search" className="input min-w-0 flex-1" defaultValue={search} maxLength={200} />
        <button type="submit" className="btn">
          Search
        </button>
        {search !== '' && (
          <a href={action} className="btn">
            Show all
          </a>
        )}
      </div>
    </form>
  );
}

export function Pager({ href, label }: { href: string | undefined; label: string }) {
  if (href === undefined) return null;
  return (
    <p className="pager">
      <a className="btn" href={href}>
        {label}
      </a>
    </p>
  );
}

/** A day as people write it, in UTC, so that it is the same on every server. */
export function Day({ at, timeZone }: { at: Date; timeZone?: string }) {
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {formatShortDate(at, timeZone)}
    </time>
  );
}

/** `1 award`, `2 awards`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
