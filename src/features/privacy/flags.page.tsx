import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { Status } from '#ui/status.tsx';
import { LiftForm } from './flag-form.tsx';
import type { FlagOfIssuer } from './flags.queries.ts';

type FlagsPageProps = { context: PageContext; flags: readonly FlagOfIssuer[]; next: string | undefined };

/** What is hidden now, for those who may show it again. */
export function FlagsPage({ context, flags, next }: FlagsPageProps) {
  return (
    <Layout context={context} width="wide" title="Hidden for privacy">
      <nav aria-label="Breadcrumb" className="crumbs">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Hidden for privacy</span>
      </nav>
      <header className="page-head">
        <h1>Hidden for privacy</h1>
        <p className="lead">
          What you hid, and where you lead what others hid. Only the earner sees it. It stays hidden until somebody here
          shows it again.
        </p>
      </header>
      {flags.length === 0 ? (
        <p>Nothing is hidden. You hide a file or a text on the page where you score its attempt.</p>
      ) : (
        <ul className="rows privacy-flags">
          {flags.map((flag) => (
            <li key={flag.id}>
              <div>
                <p>
                  <Status name="hidden" /> {flag.artifactId === null ? 'A text' : 'A file or link'} in attempt{' '}
                  {flag.number} of “{flag.title}” by {flag.earnerName}
                </p>
                <p>{flag.reason}</p>
                <p className="meta">
                  {flag.raisedByName}, <Moment at={flag.raisedAt} />
                </p>
              </div>
              <LiftForm
                flag={flag}
                what={`attempt ${flag.number} of ${flag.earnerName}, ${flag.reason.slice(0, 60)}`}
              />
            </li>
          ))}
        </ul>
      )}
      {next && (
        <p>
          <a href={`/desk/privacy-flags?after=${next}`} className="btn">
            Earlier ones
          </a>
        </p>
      )}
    </Layout>
  );
}
