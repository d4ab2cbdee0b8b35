import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { SiteFooter, SiteHeader } from './site-frame.tsx';
import type { PageContext } from './page-context.ts';

/** The card of a link, as Open Graph has it; the addresses are whole. */
export type SocialCard = {
  title: string;
  description: string;
  url: string;
  image?: { url: string; alt: string; width: number; height: number };
};

/** What programs that read pages are told of one that is anybody’s to find. */
export type Indexed = {
  /** Its one address, whatever stands after it in others; from the root on. */
  canonical: string;
  /** The same as JSON-LD, at an address of its own. */
  alternate?: string;
  /** As schema.org has it. */
  data?: object;
};

type LayoutProps = {
  context: PageContext;
  title: string;
  description?: string;
  /** What other sites show of a link to this page. */
  social?: SocialCard;
  indexed?: Indexed;
  /** For who has the address, and for no search engine: the route says it in a header, too (`hiddenFromSearch`). */
  isHidden?: boolean;
  /** Set on a page whose form has errors: the title says so first, as screen readers read it first. */
  hasErrors?: boolean;
  /** `wide` where assessors work; `page` where people read. Header and footer line up with it. */
  width?: 'page' | 'wide';
  /** Set on pages with an island. */
  islands?: boolean;
  children: ReactNode;
};

/** The frame of every page. */
export function Layout({
  context,
  title,
  description,
  social,
  indexed,
  isHidden = false,
  hasErrors = false,
  width = 'page',
  islands = false,
  children,
}: LayoutProps) {
  const { assets } = context;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${hasErrors ? 'Error: ' : ''}${title} · Tessera`}</title>
        {description && <meta name="description" content={description} />}
        {isHidden && <meta name="robots" content="noindex" />}
        {social && <SocialMeta {...social} />}
        {indexed && <IndexedMeta {...indexed} baseUrl={context.baseUrl} />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {assets.enhance && <script type="module" src={assets.enhance} />}
        {islands && assets.islands && <script type="module" src={assets.islands} />}
      </head>
      <body className={`width-${width}`}>
        <a href="#main" className="skip-link">
          Skip to main content
        </a>
        <SiteHeader context={context} />
        <main id="main" tabIndex={-1} className="frame">
          {children}
        </main>
        <SiteFooter />
      </body>
    </html>
  );
}

function IndexedMeta({ canonical, alternate, data, baseUrl }: Indexed & { baseUrl: string }) {
  return (
    <>
      <link rel="canonical" href={`${baseUrl}${canonical}`} />
      {alternate && <link rel="alternate" type="application/ld+json" href={alternate} />}
      {data && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: dataBlock(data) }} />}
    </>
  );
}

/** JSON that no title can end: without a `<` there is no `</script>`. Data is not run, so the policy for scripts lets it be. */
function dataBlock(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function SocialMeta({ title, description, url, image }: SocialCard) {
  const properties: Record<string, string | number> = {
    'og:type': 'website',
    'og:site_name': 'Tessera',
    'og:title': title,
    'og:description': description,
    'og:url': url,
    ...(image && {
      'og:image': image.url,
      'og:image:type': 'image/png',
      'og:image:width': image.width,
      'og:image:height': image.height,
      'og:image:alt': image.alt,
    }),
  };
  return (
    <>
      {Object.entries(properties).map(([property, content]) => (
        <meta key={property} property={property} content={String(content)} />
      ))}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
    </>
  );
}

export function renderPage(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}
