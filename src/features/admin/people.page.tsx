import { roleWords } from '#domain/access/role-words.ts';
import type { Role } from '#domain/access/viewer.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { AdminFrame, Day, Pager, ScrollTable, SearchForm, counted } from './admin-frame.tsx';
import type { AdminIssuer } from './admin.queries.ts';
import { type Member, type OpenInvitation, membersPerPage } from './people.queries.ts';

export type PeopleNotice = 'invited' | 'withdrawn' | 'given' | 'removed';

const notices: Record<PeopleNotice, string> = {
  invited: 'The invitation is on its way.',
  withdrawn: 'The invitation is taken back; its link gives nothing any more.',
  given: 'The role is given; it counts from now on.',
  removed: 'The role is removed; it counts no more from now on.',
};

export type PeoplePageProps = {
  context: PageContext;
  issuer: AdminIssuer;
  members: readonly Member[];
  count: number;
  invitations: readonly OpenInvitation[];
  search: string;
  notice?: PeopleNotice | undefined;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

const allRoles = Object.keys(roleWords) as Role[];

export function PeoplePage({
  context,
  issuer,
  members,
  count,
  invitations,
  search,
  notice,
  typed = {},
  errors = [],
}: PeoplePageProps) {
  const here = `/admin/${issuer.slug}/people`;
  const shown = members.slice(0, membersPerPage);
  const last = members.length > membersPerPage ? shown.at(-1) : undefined;
  const older =
    last && `${here}?${new URLSearchParams({ ...(search === '' ? {} : { q: search }), after: last.id }).toString()}`;
  return (
    <AdminFrame context={context} issuer={issuer} section="People" title="People" hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      {notice && (
        <p className="alert alert-success mb-6" role="status">
          {notices[notice]}
        </p>
      )}
      <div className="toolbar">
        <div>
          <h1>People</h1>
          <p className="meta numeral">
            {counted(count, 'person', 'people')} with a role here{search !== '' && ` found for “${search}”`}
          </p>
        </div>
        <SearchForm label="Find by name or address" search={search} action={here} />
      </div>
      {shown.length === 0 ? (
        <p className="empty-state mt-6">
          {search === ''
            ? 'Nobody has a role here yet. Invite the first person below.'
            : 'Nobody here has that in their name or address.'}
        </p>
      ) : (
        <div className="mt-2">
          <ScrollTable label="People and their roles" isStacked>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Roles</th>
                <th scope="col">Give a role</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((member) => (
                <MemberRow key={member.id} member={member} here={here} />
              ))}
            </tbody>
          </ScrollTable>
        </div>
      )}
      <Pager href={older} label="More people" />
      <InviteForm here={here} typed={typed} errors={errors} />
      <Invitations invitations={invitations} here={here} />
    </AdminFrame>
  );
}

function MemberRow({ member, here }: { member: Member; here: string }) {
  const missing = allRoles.filter((role) => !member.roles.includes(role));
  return (
    <tr className="align-top">
      <th scope="row" className="min-w-36">
        {member.name}
        <span className="meta block font-normal">{member.email}</span>
      </th>
      <td data-label="Roles">
        <ul className="space-y-1">
          {member.roles.map((role) => (
            <li key={role}>
              <form
                method="post"
                action={`${here}/${member.id}/roles/${role}/remove`}
                className="flex items-center gap-3 whitespace-nowrap"
              >
                {roleWords[role].name}
                <button
                  type="submit"
                  className="link-button"
                  aria-label={`Remove ${roleWords[role].name} from ${member.name}`}
                >
                  Remove
                </button>
              </form>
            </li>
          ))}
        </ul>
      </td>
      <td data-label="Give a role">
        {missing.length > 0 && (
          <form method="post" action={`${here}/${member.id}/roles`} className="flex gap-2">
            <select name="role" className="select select-sm w-44" aria-label={`Role to give to ${member.name}`}>
              {missing.map((role) => (
                <option key={role} value={role}>
                  {roleWords[role].name}
                </option>
              ))}
            </select>
            <button type="submit" className="btn btn-sm">
              Give
            </button>
          </form>
        )}
      </td>
    </tr>
  );
}

function InviteForm({
  here,
  typed,
  errors,
}: {
  here: string;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
}) {
  return (
    <section className="section">
      <h2>Invite someone</h2>
      <form method="post" action={`${here}/invitations`} noValidate>
        <Field name="email" label="E-mail address" errors={errors}>
          {(control) => (
            <input {...control} className="input" type="email" autoComplete="off" defaultValue={typed.email} />
          )}
        </Field>
        <Field name="role" label="Role" hint="The invitation says what the role is for" errors={errors}>
          {(control) => (
            <select {...control} className="select w-full" defaultValue={typed.role ?? 'assessor'}>
              {allRoles.map((role) => (
                <option key={role} value={role}>
                  {roleWords[role].name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Send the invitation
          </button>
        </div>
      </form>
    </section>
  );
}

function Invitations({ invitations, here }: { invitations: readonly OpenInvitation[]; here: string }) {
  return (
    <section className="section">
      <h2>Open invitations</h2>
      {invitations.length === 0 && <p className="muted">None is waiting to be accepted.</p>}
      {invitations.length > 0 && (
        <ScrollTable label="Open invitations">
          <thead>
            <tr>
              <th scope="col">Address</th>
              <th scope="col">Role</th>
              <th scope="col">Invited by</th>
              <th scope="col">Open until</th>
              <th scope="col">
                <span className="sr-only">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invitations.map(({ id, email, role, invitedBy, expiresAt }) => (
              <tr key={id}>
                <th scope="row">{email}</th>
                <td>{roleWords[role].name}</td>
                <td>{invitedBy ?? '–'}</td>
                <td>
                  <Day at={expiresAt} />
                </td>
                <td>
                  <form method="post" action={`${here}/invitations/${id}/withdraw`} className="inline">
                    <button type="submit" className="link-button" aria-label={`Take back the invitation of ${email}`}>
                      Take back
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </section>
  );
}
