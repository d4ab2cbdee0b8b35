import type { ReactNode } from 'react';
import type { PageContext } from '#ui/page-context.ts';
import { AdminFrame } from '../admin/admin-frame.tsx';
import type { AdminIssuer } from '../admin/admin.queries.ts';

const pages = [
  { name: 'Agencies', path: 'agencies' },
  { name: 'Files', path: 'files' },
  { name: 'Evaluations', path: 'evaluations' },
  { name: 'Records', path: 'records' },
] as const;

/** The frame of the pages of an issuer as a provider, and the way between them. */
export function ProviderFrame({
  context,
  issuer,
  page,
  title = page,
  hasErrors = false,
  children,
}: {
  context: PageContext;
  issuer: AdminIssuer;
  page: (typeof pages)[number]['name'];
  title?: string;
  hasErrors?: boolean;
  children: ReactNode;
}) {
  return (
    <AdminFrame context={context} issuer={issuer} section="Provider" title={title} hasErrors={hasErrors}>
      <nav aria-label="Provider" className="provider-nav">
        {pages.map(({ name, path }) => (
          <a key={path} href={`/admin/${issuer.slug}/${path}`} aria-current={name === page ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {children}
    </AdminFrame>
  );
}
