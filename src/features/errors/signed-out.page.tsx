import type { TypedForm } from '#platform/errors.ts';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';

/**
 * What somebody sent after their session had ended, ready to be sent again: the form is here whole, so that it needs no
 * script and nothing is stored for somebody unknown.
 */
export function SignedOutPage({ context, fields, hasFiles }: TypedForm & { context: PageContext }) {
  const texts = Object.entries(fields).filter(([, value]) => /\s/.test(value.trim()));
  return (
    <Layout context={context} title="You were signed out">
      <div className="notice-page">
        <h1>You were signed out meanwhile</h1>
        <p className="lead">
          What you typed has not been saved yet, but it is here. Sign in in another tab, come back to this one, and send
          it again.
        </p>
        {hasFiles && <p>Your files could not be kept: choose them again afterwards.</p>}
        <form method="post" action={context.path}>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <p className="actions">
            <a href="/sign-in" target="_blank" rel="noopener" className="btn btn-primary">
              Sign in
              <span className="sr-only"> (opens in a new tab)</span>
            </a>
            <button type="submit" className="btn">
              Send it again
            </button>
          </p>
        </form>
        {texts.length > 0 && (
          <details className="mt-8">
            <summary>What you typed</summary>
            {texts.map(([name, value]) => (
              <p key={name} className="mt-4 whitespace-pre-wrap">
                {value}
              </p>
            ))}
          </details>
        )}
      </div>
    </Layout>
  );
}
