import { openKeys } from '#domain/attempt/progress.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { Status } from '#ui/status.tsx';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import { agreementStates } from './agreement.page.tsx';

/** On a requirement’s page: what was agreed on, or the way to ask for it. */
export function AgreementHint({ workspace, requirement }: { workspace: Workspace; requirement: Requirement }) {
  const { enrolment, agreements } = workspace;
  const last = agreements.findLast((one) => one.requirement === requirement.id && one.state !== 'withdrawn');
  const href = workPaths(enrolment.id).agreement(requirement.id);
  if (last) {
    return (
      <section className="panel agreement-hint" aria-labelledby="agreement-title">
        <h2 id="agreement-title">
          Other evidence: <Status {...agreementStates[last.state]} />
        </h2>
        {last.state === 'agreed' && <p className="said-by-earner">{last.proposal}</p>}
        <p>
          <a href={href}>What you asked for, and the answer</a>
        </p>
      </section>
    );
  }
  if (enrolment.state !== 'working' || !openKeys(workspace).has(requirement.id)) return null;
  return (
    <p className="meta">
      This can’t be done again? <a href={href}>Agree on other evidence</a>
    </p>
  );
}
