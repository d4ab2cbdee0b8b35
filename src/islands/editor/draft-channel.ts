export type DraftNews = { key: string; revision: number; data: unknown };

/** Tells the other windows of this browser what was saved, and hears it from them. */
export function draftChannel(
  key: string,
  onNews: (news: DraftNews) => void,
): { tell(revision: number, data: unknown): void; close(): void } {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('tessera-drafts') : undefined;
  channel?.addEventListener('message', ({ data }: MessageEvent<DraftNews>) => {
    if (data.key === key) onNews(data);
  });
  return {
    tell: (revision, data) => channel?.postMessage({ key, revision, data } satisfies DraftNews),
    close: () => channel?.close(),
  };
}
