import { describe, expect, it } from 'vitest';
import { fourEyes, fourEyesSentence } from './four-eyes.ts';

describe('fourEyes', () => {
  const base = { hasScored: true, leads: ['Lou'], admins: ['Ann', 'Abe'] };

  it('lets whoever did not score it', () => {
    expect(fourEyes({ ...base, hasScored: false })).toEqual({ ok: true, alone: false });
  });

  it('sends whoever scored it to another lead, then to an admin', () => {
    const toLead = fourEyes(base);
    expect(toLead).toEqual({ ok: false, ask: 'leads', people: ['Lou'] });
    const toAdmin = fourEyes({ ...base, leads: [] });
    expect(toAdmin).toEqual({ ok: false, ask: 'admins', people: ['Ann', 'Abe'] });
    expect(toAdmin.ok || fourEyesSentence(toAdmin)).toContain('Ask Ann or Abe, who can name one');
  });

  it('leaves it to the only one there is, who says why', () => {
    expect(fourEyes({ ...base, leads: [], admins: [] })).toEqual({ ok: true, alone: true });
  });
});
