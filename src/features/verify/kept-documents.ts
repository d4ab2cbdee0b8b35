/** What an address gave, or why nothing did. */
export type Fetched = { ok: true; bytes: Uint8Array } | { ok: false; why: string };

type KeptDocuments = {
  /**
   * What an address gave a while ago, or what `fetchIt` gives now. `what`: a status list, which may be larger than other documents; or
   * something that is asked for anew, but where it came just now.
   */
  read: (url: string, fetchIt: () => Promise<Fetched>, what?: 'list' | 'anew') => Promise<Fetched>;
  size: () => { documents: number; bytes: number };
};

/** How long a document is used again, and a failure not asked for again, in milliseconds. */
const freshFor = 300_000;
const failedFor = 30_000;
/** What came within this time came just now: nobody makes this server ask an address more often, in milliseconds. */
const justNow = 10_000;

/** Documents, and bytes: of all together, of one, and of a status list. */
const usualMost = { documents: 500, bytes: 50_000_000, document: 256_000, list: 2_000_000 };

type Entry = { since: number; until: number; bytes: number; isList: boolean; answer: Promise<Fetched> };

/**
 * Keeps what was fetched for a while, in so much memory and no more: whoever brings awards chooses what is fetched. What is too large
 * to be kept is still fetched once for all who ask while it comes.
 */
export function createKeptDocuments(now: () => Date, most = usualMost): KeptDocuments {
  /** The oldest first. */
  const kept = new Map<string, Entry>();
  let bytes = 0;

  function drop(url: string): void {
    bytes -= kept.get(url)?.bytes ?? 0;
    kept.delete(url);
  }

  function dropOver(): void {
    for (const url of kept.keys()) {
      if (kept.size <= most.documents && bytes <= most.bytes) return;
      drop(url);
    }
  }

  function settle(url: string, entry: Entry, fetched: Fetched): void {
    if (kept.get(url) !== entry) return;
    const size = url.length + (fetched.ok ? fetched.bytes.length : fetched.why.length);
    if (size > (entry.isList ? most.list : most.document)) {
      drop(url);
      return;
    }
    bytes += size - entry.bytes;
    entry.bytes = size;
    if (!fetched.ok) entry.until = now().getTime() + failedFor;
    dropOver();
  }

  return {
    read(url, fetchIt, what) {
      const isList = what === 'list';
      const at = now().getTime();
      if (what === 'anew' && (kept.get(url)?.since ?? at) <= at - justNow) drop(url);
      for (const [other, { until }] of kept) if (until <= at) drop(other);
      const earlier = kept.get(url);
      if (earlier) {
        earlier.isList ||= isList;
        return earlier.answer;
      }
      const entry: Entry = { since: at, until: at + freshFor, bytes: url.length, isList, answer: fetchIt() };
      kept.set(url, entry);
      bytes += entry.bytes;
      entry.answer.then(
        (fetched) => {
          settle(url, entry, fetched);
        },
        () => {
          if (kept.get(url) === entry) drop(url);
        },
      );
      dropOver();
      return entry.answer;
    },
    size: () => ({ documents: kept.size, bytes }),
  };
}
