import type { PageContext } from '#ui/page-context.ts';
import { LeadFrame } from './lead-frame.tsx';

/** Where whoever leads the assessing begins. */
export function LeadOverviewPage({ context }: { context: PageContext }) {
  return (
    <LeadFrame context={context} current="overview" title="Overview">
      <header className="page-head">
        <h1>Assessing</h1>
      </header>
    </LeadFrame>
  );
}
