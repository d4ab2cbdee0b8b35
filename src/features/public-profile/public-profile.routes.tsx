import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { EditProfilePage, type EditProfilePageProps } from './edit-profile.page.tsx';
import { otherAddress, readProfile, saveRefusals, typedOf } from './profile.form.ts';
import { PublicProfilePage } from './public-profile.page.tsx';
import {
  findOwnProfile,
  findPreview,
  findPublicProfile,
  listChoosable,
  listChoosableSeries,
} from './public-profile.queries.ts';
import { saveProfile, switchOffProfile } from './save-profile.ts';

const notices: Readonly<Record<string, string>> = {
  saved: 'Saved.',
  on: 'Saved. Your page is on.',
  off: 'Your page is off. Nobody but you sees it.',
};

/** The page that an earner shows of their own accord, and where they put it together. */
export function publicProfileRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const own = { config: { policy: 'signed-in' } } as const;

  app.get<{ Params: { handle: string } }>(
    '/earners/:handle',
    { config: { policy: 'public' } },
    async (request, reply) => {
      const profile = await findPublicProfile(db, request.params.handle, now());
      if (!profile) throw new NotFoundError('page');
      // Asked for anew each time: switched off is gone at once.
      reply.header('cache-control', 'private, no-store');
      if (!profile.mayBeFound) reply.header('x-robots-tag', 'noindex, nofollow, noarchive');
      return sendPage(reply, 200, <PublicProfilePage context={pageContext(request, deps)} profile={profile} />);
    },
  );

  const load = async (request: FastifyRequest) => {
    const { id } = requireViewer(request).person;
    const [profile, awards, series] = await Promise.all([
      findOwnProfile(db, id),
      listChoosable(db, id, now()),
      listChoosableSeries(db, id),
    ]);
    return { profile, awards, series };
  };
  type More = Partial<Pick<EditProfilePageProps, 'typed' | 'errors' | 'notice' | 'isStale'>>;
  const show = async (request: FastifyRequest, reply: FastifyReply, status: number, more: More = {}) => {
    const { profile, awards, series } = await load(request);
    const props = { context: pageContext(request, deps), profile, awards, series };
    return sendPage(reply, status, <EditProfilePage {...props} typed={typedOf(profile, awards, series)} {...more} />);
  };

  app.get('/awards/profile', own, (request, reply) => {
    const { notice } = textFields(request.query);
    return show(request, reply, 200, { notice: noticeFor(notices, notice) });
  });

  app.post('/awards/profile', own, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const typed = textFields(request.body);
    const { awards, series } = await load(request);
    const read = readProfile(typed, awards, series);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const { handle } = read.value;
    // An address is taken for ever, so nobody gets one that they have not seen.
    if (handle !== null && handle !== typed.handle?.trim()) {
      const errors = [{ field: 'handle', message: otherAddress(`${deps.baseUrl}/earners/${handle}`) }];
      return show(request, reply, 422, { typed: { ...typed, handle }, errors });
    }
    const switchOn = typed.then === 'on';
    const command = { personId, revision: read.revision, profile: read.value, switchOn, now: now() };
    const saved = await db.transaction().execute((trx) => saveProfile(trx, command));
    if (saved.ok) return reply.redirect(`/awards/profile?notice=${switchOn ? 'on' : 'saved'}`, 303);
    if (saved.reason === 'stale') {
      const errors = [
        { field: 'meanwhile', message: 'You saved your profile elsewhere meanwhile. Look at both first' },
      ];
      return show(request, reply, 409, { typed, errors, isStale: true });
    }
    return show(request, reply, 422, { typed, errors: [{ field: 'handle', message: saveRefusals[saved.reason] }] });
  });

  app.post('/awards/profile/off', own, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    await db.transaction().execute((trx) => switchOffProfile(trx, { personId, now: now() }));
    return reply.redirect('/awards/profile?notice=off', 303);
  });

  app.get('/awards/profile/preview', own, async (request, reply) => {
    const { person } = requireViewer(request);
    const profile = await findPreview(db, person.id, now());
    if (!profile) return reply.redirect('/awards/profile', 303);
    return sendPage(reply, 200, <PublicProfilePage context={pageContext(request, deps)} profile={profile} isPreview />);
  });
}
