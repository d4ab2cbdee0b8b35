import type { ReactNode } from 'react';
import { hasRole } from '#domain/access/viewer.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';

/** The pages of those who lead the assessing; `leadOnly` ones are not for admins. */
const sections = [
  { key: 'overview', label: 'Overview', href: '/lead', leadOnly: false },
  { key: 'decisions', label: 'Decisions', href: '/lead/decisions', leadOnly: true },
  { key: 'appeals', label: 'Appeals', href: '/lead/appeals', leadOnly: true },
  { key: 'agreements', label: 'Other evidence', href: '/lead/agreements', leadOnly: true },
  { key: 'workload', label: 'Workload', href: '/lead/workload', leadOnly: true },
  { key: 'concerns', label: 'Concerns', href: '/lead/concerns', leadOnly: true },
  { key: 'calibration', label: 'Calibration', href: '/lead/calibration', leadOnly: true },
  { key: 'norming', label: 'Norming', href: '/lead/norming', leadOnly: true },
  { key: 'reports', label: 'Reports', href: '/lead/reports', leadOnly: false },
  { key: 'ledger', label: 'Ledger', href: '/lead/ledger', leadOnly: false },
  { key: 'settings', label: 'Settings', href: '/lead/settings', leadOnly: false },
] as const;

export type LeadSection = (typeof sections)[number]['key'];

type LeadFrameProps = {
  context: PageContext;
  /** `null` on a page that is reached from elsewhere. */
  current: LeadSection | null;
  title: string;
  hasErrors?: boolean;
  islands?: boolean;
  children: ReactNode;
};

/** The frame of the pages from which assessing is led, and the way between them. */
export function LeadFrame({ context, current, title, hasErrors = false, islands = false, children }: LeadFrameProps) {
  const leads = hasRole(context.viewer, ['lead_assessor']);
  return (
    <Layout context={context} title={`${title}, assessing`} width="wide" hasErrors={hasErrors} islands={islands}>
      <button type="button" className="btn lead-menu no-print" popoverTarget="lead-nav">
        {current === null ? (
          'Assessing'
        ) : (
          <>
            <span className="lead-menu__what">Assessing:</span> {sections.find(({ key }) => key === current)?.label}
          </>
        )}
      </button>
      <nav aria-label="Assessing" id="lead-nav" popover="auto" className="tabs-row lead-nav no-print">
        {sections
          .filter(({ leadOnly }) => leads || !leadOnly)
          .map(({ key, label, href }) => (
            <a key={key} href={href} aria-current={key === current ? 'page' : undefined}>
              {label}
            </a>
          ))}
      </nav>
      {children}
    </Layout>
  );
}
