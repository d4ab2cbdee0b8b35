import type { UploadItem } from './upload-item.ts';

/** What those who hear the page are told of uploads: every tenth, every stop, every end, and nothing between. */
export function UploadNews({ items }: { items: readonly UploadItem[] }) {
  return (
    <p role="status" className="sr-only" data-upload-news>
      {newsOf(items)}
    </p>
  );
}

function newsOf(items: readonly UploadItem[]): string {
  const going = items.filter(({ state }) => state !== 'done' && state !== 'refused');
  const [first] = going;
  if (!first) return '';
  const what = going.length === 1 ? `“${first.name}”` : `${going.length} files`;
  if (going.every(({ state }) => state === 'paused')) return `Paused: ${what}.`;
  if (going.some(({ state }) => state === 'signed-out')) return 'You have been signed out. Sign in again in a new tab.';
  if (going.some(({ state }) => state === 'waiting'))
    return `Waiting for the network with ${what}; it goes on by itself.`;
  const size = going.reduce((sum, item) => sum + item.size, 0);
  const sent = going.reduce((sum, item) => sum + item.sent, 0);
  return `Sending ${what}: ${Math.floor((sent / Math.max(1, size)) * 10) * 10} per cent.`;
}
