import { z } from 'zod';
import type { Role } from './viewer.ts';

/** What each role is called, and what it is for. */
export const roleWords: Record<Role, { name: string; withArticle: string; duty: string }> = {
  assessor: { name: 'Assessor', withArticle: 'an assessor', duty: 'score the work that educators submit' },
  lead_assessor: {
    name: 'Lead assessor',
    withArticle: 'a lead assessor',
    duty: 'score work and keep the scoring of others even',
  },
  designer: { name: 'Designer', withArticle: 'a designer', duty: 'write its micro-credentials' },
  coordinator: { name: 'Coordinator', withArticle: 'a coordinator', duty: 'carry groups of educators through' },
  issuer_admin: {
    name: 'Issuer admin',
    withArticle: 'an issuer admin',
    duty: 'look after its people, programmes and awards',
  },
};

export const RoleName = z.enum(['assessor', 'lead_assessor', 'designer', 'coordinator', 'issuer_admin'], {
  error: 'Choose a role',
});
