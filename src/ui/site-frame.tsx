import { hasRole } from '#domain/access/viewer.ts';
import type { PageContext } from './page-context.ts';

/** What counts of awards is looked up from them; an award that a lead assessor looks after belongs to assessing. */
function isPlaceOf(href: string, { path: address, viewer }: PageContext): boolean {
  const [path = ''] = address.split('?');
  const isIn = (begin: string) => path === begin || path.startsWith(`${begin}/`);
  if (href === '/awards') return isIn('/awards') || isIn('/credit');
  if (href !== '/admin' && href !== '/lead') return isIn(href);
  const [, issuerSlug] = /^\/admin\/([^/]+)/u.exec(path) ?? [];
  if (issuerSlug === undefined) return isIn(href);
  const isAdmin = viewer?.person.isOperator === true || hasRole(viewer, ['issuer_admin'], issuerSlug);
  return href === (isAdmin ? '/admin' : '/lead');
}

/** The places that this viewer has, in the order that they are used. */
function places({ viewer }: PageContext): { href: string; label: string }[] {
  const links = [{ href: '/library', label: 'Library' }];
  if (!viewer) return links;
  links.push({ href: '/work', label: 'My work' }, { href: '/awards', label: 'My awards' });
  if (viewer.isCoach) links.push({ href: '/coaching', label: 'Coaching' });
  if (hasRole(viewer, ['assessor', 'lead_assessor'])) links.push({ href: '/desk', label: 'Assessor’s desk' });
  if (hasRole(viewer, ['lead_assessor', 'issuer_admin'])) links.push({ href: '/lead', label: 'Assessing' });
  if (hasRole(viewer, ['issuer_admin']) || viewer.person.isOperator) links.push({ href: '/admin', label: 'Admin' });
  return links;
}

export function SiteHeader({ context }: { context: PageContext }) {
  const { viewer } = context;
  return (
    <header className="site-header">
      <div className="site-header__inner">
        <a href="/" className="wordmark" aria-label="Tessera, home">
          <Mark /> <span aria-hidden="true">Tessera</span>
        </a>
        <nav aria-label="Main">
          <ul className="site-nav">
            {places(context).map(({ href, label }) => (
              <li key={href}>
                <a href={href} aria-current={isPlaceOf(href, context) ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="site-account">
          {viewer ? (
            <form method="post" action="/sign-out" data-signs-out={viewer.person.id}>
              <a href="/profile" className="site-account__name">
                <span className="sr-only">Your profile: </span>
                {viewer.person.name}
              </a>
              <button type="submit" className="link-button">
                Sign out
              </button>
            </form>
          ) : (
            <>
              <a href="/sign-in">Sign in</a>
              <a href="/sign-up" className="btn btn-primary btn-sm">
                Sign up
              </a>
            </>
          )}
        </div>
      </div>
    </header>
  );
}

/** Four stones of a mosaic. */
function Mark() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className="mark">
      <path d="M1 1h8v8H1z" className="mark__a" />
      <path d="M11 1h8v8h-8z" className="mark__b" />
      <path d="M1 11h8v8H1z" className="mark__c" />
      <path d="M11 19v-8h8z" className="mark__d" />
    </svg>
  );
}

export function SiteFooter() {
  return (
    <footer className="site-footer">
      <div className="site-footer__inner">
        <p>Tessera: small, evidence-based awards for educators, each one checked look-for by look-for.</p>
        <ul>
          <li>
            <a href="/library">Library</a>
          </li>
          <li>
            <a href="/verify">Check an award</a>
          </li>
          <li>
            <a href="/schemas/tessera-1.json">Programme format</a>
          </li>
          <li>
            <a href="/open-data">Open data</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
