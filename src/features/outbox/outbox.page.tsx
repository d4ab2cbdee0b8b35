import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { type OutboxMessage, messagesPerPage } from './outbox.queries.ts';

export function OutboxPage({ context, messages }: { context: PageContext; messages: readonly OutboxMessage[] }) {
  const shown = messages.slice(0, messagesPerPage);
  const last = messages.length > messagesPerPage ? shown.at(-1) : undefined;
  return (
    <Layout context={context} title="Local outbox">
      <h1>Local outbox</h1>
      <p className="lead">
        No mail server is set, so messages stay here, newest first. Set <code>SMTP_URL</code> to send them.
      </p>
      {shown.length === 0 && (
        <p className="empty-state">
          Nothing has been sent yet. Ask for a sign-in link and it appears here within a second or two.
        </p>
      )}
      {shown.map((message) => (
        <article key={message.id} className="panel mt-6" aria-labelledby={`message-${message.id}`}>
          <h2 id={`message-${message.id}`}>{message.subject}</h2>
          <p className="meta">
            To {message.recipient},{' '}
            <time dateTime={message.at.toISOString()}>
              {message.at.toISOString().slice(0, 16).replace('T', ' ')} UTC
            </time>
          </p>
          <div className="whitespace-pre-wrap break-words">{linked(message.text)}</div>
          {message.attachments.map(({ name, content }) => (
            <details key={name}>
              <summary>With it: {name}</summary>
              <pre className="kept-text">{content}</pre>
            </details>
          ))}
        </article>
      ))}
      {last && (
        <p className="pager">
          <a className="btn" href={`/dev/outbox?before=${last.id}`}>
            Older messages
          </a>
        </p>
      )}
    </Layout>
  );
}

/** Text with its web addresses as links. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((piece, index) =>
    index % 2 === 1 ? (
      <a key={index} href={piece}>
        {piece}
      </a>
    ) : (
      piece
    ),
  );
}
