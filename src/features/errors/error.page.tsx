import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';

export type ErrorPageProps = { context: PageContext; status: number; message: string; reference?: string };

const headings: Record<number, string> = {
  403: 'This is not open to you',
  404: 'There is nothing here',
  409: 'This has changed meanwhile',
  410: 'This is not served any more',
  413: 'That is too large',
  415: 'That kind of content is not taken here',
  422: 'That can’t be read',
  429: 'That was a lot at once',
  500: 'Something went wrong on our side',
};

export function ErrorPage({ context, status, message, reference }: ErrorPageProps) {
  const heading = headings[status] ?? 'That did not work';
  return (
    <Layout context={context} title={heading}>
      <div className="notice-page">
        <p className="eyebrow">Error {status}</p>
        <h1>{heading}</h1>
        <p className="lead">{message}</p>
        {reference && (
          <p>
            Nothing that was saved is lost. If it happens again, tell us this reference: <code>{reference}</code>
          </p>
        )}
        <p className="actions">
          <a href="/library" className="btn btn-primary">
            Go to the library
          </a>
          {context.viewer ? (
            <a href="/work" className="btn">
              My work
            </a>
          ) : (
            <a href="/sign-in" className="btn">
              Sign in
            </a>
          )}
        </p>
      </div>
    </Layout>
  );
}
