import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';

/** Before a link is opened by whoever judges blind: what is behind it can’t be made nameless. */
export function OpenLinkPage({ context, name, href }: { context: PageContext; name: string; href: string }) {
  return (
    <Layout context={context} title={`Open ${name}`}>
      <h1>{name}</h1>
      <p className="lead">This leads to another site. Its address or its page may say whose work this is.</p>
      <p>Open it if the evidence needs it, and judge what is there by the look-fors alone.</p>
      <p className="actions">
        <a href={`${href}?open=1`} rel="noopener noreferrer nofollow" className="btn btn-primary">
          Open the link
        </a>
      </p>
    </Layout>
  );
}
