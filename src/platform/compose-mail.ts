import type { Message } from './mail.ts';

export type MailContent = {
  to: string;
  subject: string;
  /** What stands before the button. */
  paragraphs: readonly string[];
  action?: { label: string; url: string };
  /** What stands after it, smaller: how long the link lasts, what to do when it was not asked for. */
  notes?: readonly string[];
};

/** A message as plain text and as HTML that says the same; everything given is text, never markup. */
export function composeMail({ to, subject, paragraphs, action, notes = [] }: MailContent): Message {
  const text = [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), ...notes, '— Tessera'].join(
    '\n\n',
  );
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeHtml(subject)}</title></head>`,
    '<body style="margin:0;padding:32px 16px;background:#faf7f1;color:#2b2a27;font:16px/1.6 Georgia,serif">',
    '<div style="max-width:34em;margin:0 auto;padding:28px;background:#fff;border:1px solid #ddd6c8">',
    ...paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph)}</p>`),
    ...(action ? [button(action)] : []),
    ...notes.map((note) => `<p style="margin:16px 0 0;font-size:14px;color:#6a655b">${escapeHtml(note)}</p>`),
    '<p style="margin:24px 0 0;font-size:14px;color:#6a655b">Tessera</p></div></body></html>',
  ].join('\n');
  return { to, subject: oneLine(subject), text, html };
}

function button({ label, url }: { label: string; url: string }): string {
  const href = escapeHtml(url);
  return (
    `<p style="margin:24px 0"><a href="${href}" style="display:inline-block;padding:12px 20px;background:#1d5c63;color:#fff;` +
    `text-decoration:none;border-radius:4px">${escapeHtml(label)}</a></p>` +
    `<p style="margin:0;font-size:14px;color:#6a655b">Or copy this address into your browser:<br>${href}</p>`
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A subject is a header: a line break in a name must not begin another. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
