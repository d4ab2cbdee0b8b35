import type { FastifyInstance } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, sendPage, textFields } from '#platform/http.ts';
import { RulePage } from './rule.page.tsx';
import { findRuleVersion } from './rules.queries.ts';

/** What a rule says, for anyone: an approver and an employer read it too. */
export function ruleRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { rule: string } }>(
    '/credit/rules/:rule',
    { config: { policy: 'public' } },
    async (request, reply) => {
      const asked = textFields(request.query).version;
      const number = asked === undefined ? undefined : Number(/^[1-9]\d{0,8}$/.exec(asked)?.[0] ?? 0);
      const version = await findRuleVersion(deps.db, request.params.rule, number);
      if (!version) throw new NotFoundError('rule');
      return sendPage(reply, 200, <RulePage context={pageContext(request, deps)} version={version} />);
    },
  );
}
