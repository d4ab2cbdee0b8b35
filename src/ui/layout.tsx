import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { SiteFooter, SiteHeader } from './site-frame.tsx';
import type { PageContext } from './page-context.ts';

type LayoutProps = {
  context: PageContext;
  title: string;
  description?: string;
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

export function renderPage(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}
